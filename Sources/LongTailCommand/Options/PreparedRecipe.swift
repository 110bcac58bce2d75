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

  /// A method's recipe for some data.
  init(_ request: MethodRequest, data: DataSettings, seed: Int) throws {
    let name = request.method
    let method = try Methods.method(named: name)
    // The method's constants depend on the data, and --set may change which data that is: so the
    // settings that concern the data come first.
    let blank = Recipe(
      method: name, data: data,
      plan: Plan(model: ModelSettings(), stages: [Stage()]), selection: .last, seed: seed)
    let dataSettings = request.settings.filter { $0.hasPrefix("data.") || $0.hasPrefix("seed=") }
    let changed = try dataSettings.reduce(blank) { try $0.setting($1) }
    partition = try changed.data.partition(seed: changed.seed)
    let samples = partition.training.samples
    let counts = partition.publishedCounts
    let task = TaskDescription(
      dataset: String(changed.data.source.prefix { $0 != ":" }),
      input: InputShape(samples.samples), classes: samples.classes,
      imbalanceFactor: Double(counts.max() ?? 1) / Double(max(1, counts.min() ?? 1)))
    var recipe = Recipe(
      method: name, data: changed.data, plan: method.plan(for: task),
      selection: request.selection ?? (partition.validation == nil ? .last : .validation),
      seed: changed.seed)
    if let epochs = request.epochs { recipe = try recipe.scaled(toEpochs: epochs) }
    if let teacher = request.teacher {
      recipe.learn(from: Teacher(path: teacher, weights: request.weights))
    }
    self.recipe = try request.settings.reduce(recipe) { try $0.setting($1) }
  }

  /// The imbalance factor in both of the field's spellings, with a line break; empty without one.
  var imbalanceWords: String {
    guard let value = recipe.data.imbalanceFactor,
      let factor = try? ImbalanceFactor(value)
    else { return "" }
    return "imbalance factor \(factor)\n"
  }
}
