import LongTail

/// A method as the command line asks for it.
struct MethodRequest {
  let method: String
  /// Length of the first stage; the method's own when `nil`.
  let epochs: Int?
  /// By validation where something is held out, when `nil`.
  let selection: CheckpointSelection?
  /// A run or a file of weights to learn from.
  var teacher: String?
  /// Which of several sets of weights in the file that the run begins with, or learns from.
  var weights: String?
  /// `KEY=VALUE` each.
  let settings: [String]
  let data: DataOptions
}

extension MethodRequest {
  /// The data and the seed after `--set`: a method's constants depend on the data, and `--set` may change
  /// which data that is, so the settings that concern the data come first.
  fileprivate func dataSettings(
    _ data: DataSettings, seed: Int
  ) throws -> (data: DataSettings, seed: Int) {
    let blank = Recipe(
      method: method, data: data,
      plan: Plan(model: ModelSettings(), stages: [Stage()]), selection: .last, seed: seed)
    let changed = try blank.setting(
      settings.filter { $0.hasPrefix("data.") || $0.hasPrefix("seed=") })
    return (changed.data, changed.seed)
  }

  /// Finds out before any data are read whether the names and values make a recipe.
  /// - Throws: `SettingsError`, `UnknownName`.
  func check(data: DataSettings, seed: Int) throws {
    let changed = try dataSettings(data, seed: seed)
    // Which settings a recipe has depends on the method and on the kind of data alone.
    let task = TaskDescription(
      dataset: changed.data.sourceName, input: try changed.data.likelyInput, classes: 100,
      imbalanceFactor: 100)
    _ = try recipe(
      for: task, data: changed.data, seed: changed.seed, selection: selection ?? .validation)
  }

  fileprivate func recipe(
    for task: TaskDescription, data: DataSettings, seed: Int, selection: CheckpointSelection
  ) throws -> Recipe {
    var recipe = Recipe(
      method: method, data: data, plan: try Methods.method(named: method).plan(for: task),
      selection: selection, seed: seed)
    if let epochs { recipe = try recipe.scaled(toEpochs: epochs) }
    if let teacher { recipe.learn(from: Teacher(path: teacher, weights: weights)) }
    return try recipe.setting(settings)
  }
}

/// A complete recipe together with the data that it names.
struct PreparedRecipe {
  let recipe: Recipe
  let partition: DataPartition

  /// A complete recipe; reads its data.
  init(_ recipe: Recipe) throws {
    self.recipe = recipe
    partition = try recipe.data.partition(seed: recipe.seed)
  }

  init(_ recipe: Recipe, partition: DataPartition) {
    self.recipe = recipe
    self.partition = partition
  }

  /// A method's recipe for some data. Wrong names and values are told before the data are read.
  init(_ request: MethodRequest, data: DataSettings, seed: Int) throws {
    let changed = try request.dataSettings(data, seed: seed)
    try request.check(data: data, seed: seed)
    partition = try changed.data.partition(seed: changed.seed)
    let samples = partition.training.samples
    let counts = partition.publishedCounts
    let task = TaskDescription(
      dataset: changed.data.sourceName, input: InputShape(samples.samples),
      classes: samples.classes,
      imbalanceFactor: Double(counts.max() ?? 1) / Double(max(1, counts.min() ?? 1)))
    recipe = try request.recipe(
      for: task, data: changed.data, seed: changed.seed,
      selection: request.selection ?? (partition.validation == nil ? .last : .validation))
  }

  /// The imbalance factor in both of the field's spellings, with a line break; empty without one.
  var imbalanceWords: String {
    guard let value = recipe.data.imbalanceFactor,
      let factor = try? ImbalanceFactor(value)
    else { return "" }
    return "imbalance factor \(factor)\n"
  }
}
