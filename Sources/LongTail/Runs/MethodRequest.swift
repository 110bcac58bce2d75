/// A method as somebody asks for it, and what is to differ from its plan.
public struct MethodRequest: Sendable {
  /// One of ``Methods/names``.
  public var method: String
  /// The published plan for another data set, such as `imagenet-lt`; the method's plan for the data that are
  /// there when `nil`.
  public var preset: String?
  /// Length of the first stage; the plan's own when `nil`.
  public var epochs: Int?
  /// Share of every stage's length, in (0, 1]; the plan's own lengths when `nil`.
  public var scale: Double?
  /// By validation where something is held out, when `nil`.
  public var selection: CheckpointSelection?
  /// A run or a file of weights to learn from.
  public var teacher: String?
  /// Which of several sets of weights in the file that the run begins with, or learns from.
  public var weights: String?
  /// A file of weights that others have trained, whose network takes the place of the method's own.
  public var backbone: PretrainedBackbone?
  /// How much samples of each class count; as the method says when `nil`.
  public var classWeights: ClassWeighting?
  /// `KEY=VALUE` each, as `--set` takes them.
  public var settings: [String]

  public init(
    method: String, preset: String? = nil, epochs: Int? = nil, scale: Double? = nil,
    selection: CheckpointSelection? = nil, teacher: String? = nil, weights: String? = nil,
    backbone: PretrainedBackbone? = nil, classWeights: ClassWeighting? = nil,
    settings: [String] = []
  ) {
    self.method = method
    self.preset = preset
    self.epochs = epochs
    self.scale = scale
    self.selection = selection
    self.teacher = teacher
    self.weights = weights
    self.backbone = backbone
    self.classWeights = classWeights
    self.settings = settings
  }

  /// The data and the seed after the settings that concern them.
  /// - Throws: ``SettingsError``, `UnknownName`.
  func requestedData(_ data: DataSettings, seed: Int) throws -> RequestedData {
    var data = data
    if let preset {
      let method = try Methods.method(named: method)
      try PublishedPreset.named(preset, of: method).frame(&data)
    }
    try backbone?.frame(&data)
    return try RequestedData(data, seed: seed, setting: settings)
  }

  /// Finds out before any data are read whether the names and values make a recipe.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func check(data: DataSettings, seed: Int) throws {
    try check(requestedData(data, seed: seed))
  }

  /// - Throws: ``SettingsError``, `UnknownName`.
  func check(_ requested: RequestedData) throws {
    // Which settings a recipe has depends on the method and on the kind of data alone.
    let task = TaskDescription(
      dataset: requested.data.sourceName, input: try requested.data.likelyInput, classes: 100,
      imbalanceFactor: 100)
    _ = try recipe(for: task, requested, selection: selection ?? .validation)
  }

  /// The recipe for a task.
  /// - Throws: ``SettingsError``, `UnknownName`.
  func recipe(
    for task: TaskDescription, _ requested: RequestedData, selection: CheckpointSelection
  ) throws -> Recipe {
    var recipe = Recipe(
      method: method, data: requested.data, plan: try plan(for: task), selection: selection,
      seed: requested.seed)
    if let epochs { recipe = try recipe.scaled(toEpochs: epochs) }
    if let scale { recipe = try recipe.scaled(by: scale) }
    backbone?.adopt(in: &recipe)
    if let classWeights {
      try recipe.weigh(by: classWeights, imbalanceFactor: task.imbalanceFactor)
    }
    if let teacher { try recipe.learn(from: Teacher(path: teacher, weights: weights)) }
    return try recipe.setting(RequestedData.others(of: settings))
  }

  private func plan(for task: TaskDescription) throws -> Plan {
    let method = try Methods.method(named: method)
    guard let preset else { return method.plan(for: task) }
    return try PublishedPreset.named(preset, of: method).plan(of: method, for: task)
  }
}
