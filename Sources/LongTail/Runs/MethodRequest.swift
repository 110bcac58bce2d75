/// A method as somebody asks for it, and what is to differ from its plan.
public struct MethodRequest: Sendable {
  /// One of ``Methods/names``.
  public var method: String
  /// The published plan for another data set, such as `imagenet-lt`; the method's plan for the data that are
  /// there when `nil`.
  public var preset: String?
  /// Length of the first stage; the plan's own when `nil`.
  public var epochs: Int?
  /// By validation where something is held out, when `nil`.
  public var selection: CheckpointSelection?
  /// A run or a file of weights to learn from.
  public var teacher: String?
  /// Which of several sets of weights in the file that the run begins with, or learns from.
  public var weights: String?
  /// `KEY=VALUE` each, as `--set` takes them.
  public var settings: [String]

  public init(
    method: String, preset: String? = nil, epochs: Int? = nil,
    selection: CheckpointSelection? = nil, teacher: String? = nil, weights: String? = nil,
    settings: [String] = []
  ) {
    self.method = method
    self.preset = preset
    self.epochs = epochs
    self.selection = selection
    self.teacher = teacher
    self.weights = weights
    self.settings = settings
  }

  /// The data and the seed after the settings: a method's constants depend on the data, and settings may
  /// change which data that is, so those that concern the data come first.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  func dataSettings(_ data: DataSettings, seed: Int) throws -> (data: DataSettings, seed: Int) {
    var data = data
    if let preset {
      let method = try Methods.method(named: method)
      try PublishedPreset.named(preset, of: method).frame(&data)
    }
    // A stage that goes with any framing: whether the method's do is told of its recipe.
    let stage = Stage(augmentations: [RandomResizedCrop()])
    let blank = Recipe(
      method: method, data: data, plan: Plan(model: ModelSettings(), stages: [stage]),
      selection: .last, seed: seed)
    let changed = try blank.setting(
      settings.filter { ["data", "seed"].contains(try SettingAssignment($0).path.first) })
    return (changed.data, changed.seed)
  }

  /// Finds out before any data are read whether the names and values make a recipe.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  public func check(data: DataSettings, seed: Int) throws {
    let changed = try dataSettings(data, seed: seed)
    // Which settings a recipe has depends on the method and on the kind of data alone.
    let task = TaskDescription(
      dataset: changed.data.sourceName, input: try changed.data.likelyInput, classes: 100,
      imbalanceFactor: 100)
    _ = try recipe(
      for: task, data: changed.data, seed: changed.seed, selection: selection ?? .validation)
  }

  /// The recipe for a task.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  func recipe(
    for task: TaskDescription, data: DataSettings, seed: Int, selection: CheckpointSelection
  ) throws -> Recipe {
    var recipe = Recipe(
      method: method, data: data, plan: try plan(for: task), selection: selection, seed: seed)
    if let epochs { recipe = try recipe.scaled(toEpochs: epochs) }
    if let teacher { try recipe.learn(from: Teacher(path: teacher, weights: weights)) }
    return try recipe.setting(settings)
  }

  private func plan(for task: TaskDescription) throws -> Plan {
    let method = try Methods.method(named: method)
    guard let preset else { return method.plan(for: task) }
    return try PublishedPreset.named(preset, of: method).plan(of: method, for: task)
  }
}
