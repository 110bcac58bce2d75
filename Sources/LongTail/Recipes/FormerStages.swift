/// Recipes of before the stage had streams, companions, hooks and rules: their keys, in the present form.
enum FormerStages {
  /// A recipe's tree with the stages' former keys in their present places.
  ///
  /// - `branchSamplers: [S]` → `streams: [{sampler: S}]`
  /// - `teacher: T` → `companions: [{name: teacher, …T}]`
  /// - `averageDecay: d` → `hooks: [{name: weight-averaging, decay: d}]`
  /// - `fixed: [P]` → `parameterRules: [{prefix: P, trains: false}]`
  /// - `optimizer: {rateFactors: {P: f}}` → `parameterRules: [{prefix: P, rateFactor: f}]`
  static func renewed(_ recipe: SettingsTree) -> SettingsTree {
    guard case .table(var values) = recipe, case .list(let stages)? = values["stages"] else {
      return recipe
    }
    values["stages"] = .list(stages.map(stage))
    return .table(values)
  }

  private static func stage(_ tree: SettingsTree) -> SettingsTree {
    guard case .table(var values) = tree else { return tree }
    // A former key that was there says all, also where it said nothing.
    func append(_ items: [SettingsTree], to key: String) {
      var all: [SettingsTree] = []
      if case .list(let present)? = values[key] { all = present }
      values[key] = .list(all + items)
    }
    if case .list(let samplers)? = values.removeValue(forKey: "branchSamplers") {
      append(samplers.map { .table(["sampler": $0]) }, to: "streams")
    }
    switch values.removeValue(forKey: "teacher") {
    case .table(var teacher)?:
      teacher["name"] = .text(Teacher.name)
      append([.table(teacher)], to: "companions")
    case .null?: append([], to: "companions")
    default: break
    }
    switch values.removeValue(forKey: "averageDecay") {
    case .number(let decay)?:
      append(
        [.table(["name": .text(WeightAveraging.name), "decay": .number(decay)])], to: "hooks")
    case .integer(let decay)?:
      append(
        [.table(["name": .text(WeightAveraging.name), "decay": .integer(decay)])], to: "hooks")
    case .null?: append([], to: "hooks")
    default: break
    }
    if case .list(let prefixes)? = values.removeValue(forKey: "fixed") {
      append(
        prefixes.map { .table(["prefix": $0, "trains": .boolean(false)]) }, to: "parameterRules")
    }
    if case .table(var optimizer)? = values["optimizer"],
      case .table(let factors)? = optimizer.removeValue(forKey: "rateFactors")
    {
      values["optimizer"] = .table(optimizer)
      append(
        factors.sorted { $0.key < $1.key }.map {
          .table(["prefix": .text($0.key), "rateFactor": $0.value])
        }, to: "parameterRules")
    }
    return .table(values)
  }
}
