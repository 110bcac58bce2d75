import Calibration

extension PublishedPreset {
  /// The name on the command line: `imagenet-lt`, and `imagenet-lt/resnext50` where a method has settings for
  /// several networks, or `cifar-10-lt/resnet32/50` for several imbalance factors.
  public var names: [String] {
    let set = dataset.lowercased().replacing(" ", with: "-")
    let factor = imbalanceFactor.map { $0.rounded() == $0 ? "\(Int($0))" : "\($0)" }
    return [set, "\(set)/\(network)"] + (factor.map { ["\(set)/\(network)/\($0)"] } ?? [])
  }

  /// The preset of a method by its name, or by as much of it as tells it from the others.
  /// - Throws: `UnknownName` that lists the method's presets; ``SettingsError`` for one that several have.
  public static func named(_ name: String, of method: any Method) throws -> PublishedPreset {
    let all = type(of: method).presets
    let fitting = all.filter { $0.names.contains(name) }
    guard let first = fitting.first else {
      throw UnknownName(
        "preset of \(type(of: method).name)", name, known: all.compactMap(\.names.last))
    }
    guard fitting.count == 1 else {
      throw SettingsError(
        "--preset",
        "\(name) is any of \(fitting.compactMap(\.names.last).joined(separator: ", ")); expected one"
      )
    }
    return first
  }

  /// The method's plan with what its authors published for this data set.
  /// - Throws: ``SettingsError`` for a task of another kind of samples.
  func plan(of method: any Method, for task: TaskDescription) throws -> Plan {
    guard case .picture = task.input else {
      throw SettingsError("--preset", "\(dataset) is for pictures; the data has features")
    }
    var plan = method.plan(for: task)
    plan.stages = stages
    plan.batchSize = batchSize
    let whole = Recipe(
      method: type(of: method).name, data: DataSettings(source: task.dataset), plan: plan,
      selection: .last)
    let changed = try whole.setting(["model.backbone=\(network)"] + settings)
    plan.model = changed.model
    plan.prediction = changed.prediction
    return plan
  }

  /// The whole recipe, with its data in a folder `DIR` that is to be filled in. Where the preset is for every
  /// imbalance factor, CIFAR's is 100.
  /// - Throws: ``SettingsError`` for settings that do not fit the method's plan.
  public func recipe(of method: any Method) throws -> Recipe {
    let factor = imbalanceFactor ?? (cutsNativePictures ? nil : 100)
    var data = DataSettings(source: "\(sourceName):DIR", imbalanceFactor: factor)
    frame(&data)
    let side = cutsNativePictures ? Self.side : 32
    // Stages are the preset's own; the network depends on the kind of samples alone.
    let task = TaskDescription(
      dataset: sourceName, input: .picture(height: side, width: side, channels: 3),
      classes: groups?.classes ?? 100, imbalanceFactor: factor ?? 100)
    return Recipe(
      method: type(of: method).name, data: data, plan: try plan(of: method, for: task),
      selection: .validation)
  }

  /// The source of its data: `cifar10` for "CIFAR-10-LT", a folder of pictures where no source has their name.
  private var sourceName: String {
    let name = String(dataset.lowercased().prefix { $0 != "," })
      .replacing("-lt", with: "").replacing("-", with: "")
    return (try? Datasets.type(named: name)) == nil ? ImageFolder.name : name
  }
}
