public import Calibration

/// Everything that recipes, files and commands can name: the built-in lists, and a package's own things added to them.
///
/// What is added can be named in YAML and on a command line, trained, resumed, evaluated and reported, as what is
/// built in; a measure is taken wherever figures are, and files of a calibrator are read:
///
/// ```swift
/// let catalog = CatalogSet.builtIn.adding(loss: MyLoss.self).adding(method: MyMethod.self)
/// try catalog.inUse {
///   let plan = try RunPlan(MethodRequest(method: MyMethod.name), data: data)
///   …
/// }
/// ```
public struct CatalogSet: Sendable {
  /// What this package brings.
  public static let builtIn = CatalogSet()

  private var additions = CatalogAdditions()
  private var measures: [any Measure] = []
  private var calibrators: [any CalibrationMethod.Type] = []
  private var tables: [PublishedTable] = []

  /// Calls `body` with these lists in use, in it and in all that it calls on its thread or as its tasks.
  public func inUse<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Measures.adding(measures) {
      try Calibrators.adding(calibrators) {
        try CatalogAdditions.$current.withValue(additions) {
          try PublishedTables.adding(tables, body)
        }
      }
    }
  }

  /// These lists and a loss, under its name in recipes; a name that is taken stops the program.
  public func adding(loss: any ObjectiveSettings.Type) -> CatalogSet {
    adding(loss, to: Losses.self)
  }
  /// These lists and a sampler, under its name in recipes; a name that is taken stops the program.
  public func adding(sampler: any Sampler.Type) -> CatalogSet { adding(sampler, to: Samplers.self) }
  /// These lists and an augmentation, under its name in recipes; a name that is taken stops the program.
  public func adding(augmentation: any Augmentation.Type) -> CatalogSet {
    adding(augmentation, to: Augmentations.self)
  }
  /// These lists and a framing, under its name in recipes; a name that is taken stops the program.
  public func adding(framing: any Framing.Type) -> CatalogSet { adding(framing, to: Framings.self) }

  /// These lists and a mixing, under its name in recipes; a name that is taken stops the program.
  public func adding(mixing: any Mixing.Type) -> CatalogSet { adding(mixing, to: Mixings.self) }
  /// These lists and a schedule, under its name in recipes; a name that is taken stops the program.
  public func adding(schedule: any Schedule.Type) -> CatalogSet {
    adding(schedule, to: Schedules.self)
  }
  /// These lists and an optimizer, under its name in recipes; a name that is taken stops the program.
  public func adding(optimizer: any OptimizerSettings.Type) -> CatalogSet {
    adding(optimizer, to: Optimizers.self)
  }
  /// These lists and a backbone, under its name in recipes; a name that is taken stops the program.
  public func adding(backbone: any Backbone.Type) -> CatalogSet {
    adding(backbone, to: Backbones.self)
  }
  /// These lists and a tuning, under its name in recipes; a name that is taken stops the program.
  public func adding(tuning: any Tuning.Type) -> CatalogSet { adding(tuning, to: Tunings.self) }
  /// These lists and a classifier head, under its name in recipes; a name that is taken stops the program.
  public func adding(classifier: any ClassifierHead.Type) -> CatalogSet {
    adding(classifier, to: ClassifierHeads.self)
  }
  /// These lists and a classifier fit, under its name in recipes; a name that is taken stops the program.
  public func adding(fit: any ClassifierFit.Type) -> CatalogSet {
    adding(fit, to: ClassifierFits.self)
  }
  /// These lists and a hook, under its name in recipes; a name that is taken stops the program.
  public func adding(hook: any HookSettings.Type) -> CatalogSet { adding(hook, to: Hooks.self) }
  /// These lists and a companion, under its name in recipes; a name that is taken stops the program.
  public func adding(companion: any CompanionSettings.Type) -> CatalogSet {
    adding(companion, to: Companions.self)
  }
  /// These lists and a method, under its name on the command line; a name that is taken stops the program.
  public func adding(method: any Method.Type) -> CatalogSet {
    inUse { precondition(!Methods.names.contains(method.name), "a second method \(method.name)") }
    return adding(method, kind: Methods.kind)
  }
  /// These lists and a source of data, under its name before the colon; a name that is taken stops the
  /// program.
  public func adding(dataset: any DatasetSource.Type) -> CatalogSet {
    inUse {
      precondition(
        !Datasets.all.contains { $0.name == dataset.name }, "a second dataset \(dataset.name)")
    }
    return adding(dataset, kind: Datasets.kind)
  }

  /// These lists and a measure, which evaluations, `metrics` and reports then have; a name that is taken stops the
  /// program.
  public func adding(measure: any Measure) -> CatalogSet {
    var copy = self
    copy.measures.append(measure)
    copy.inUse {}
    return copy
  }

  /// These lists and a calibrator, under its name in files and comparisons; a name that is taken stops the program.
  public func adding(calibrator: any CalibrationMethod.Type) -> CatalogSet {
    var copy = self
    copy.calibrators.append(calibrator)
    copy.inUse {}
    return copy
  }

  /// These lists and a published table, under its name on the command line; a name that is taken stops the program.
  public func adding(table: PublishedTable) -> CatalogSet {
    inUse {
      precondition(!PublishedTables.names.contains(table.name), "a second table \(table.name)")
    }
    var copy = self
    copy.tables.append(table)
    return copy
  }

  private func adding(_ item: any CatalogItem.Type, to list: any Catalog.Type) -> CatalogSet {
    inUse {
      precondition(!list.names.contains(item.name), "a second \(list.kind) \(item.name)")
    }
    return adding(item, kind: list.kind)
  }

  private func adding(_ type: any Sendable.Type, kind: String) -> CatalogSet {
    var copy = self
    copy.additions.add(type, to: kind)
    return copy
  }
}
