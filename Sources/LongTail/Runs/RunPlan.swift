/// A complete recipe together with the data that it names: what a run carries out.
///
/// ```swift
/// let plan = try RunPlan(
///   MethodRequest(method: "balpoe", epochs: 20), data: DataSettings(source: "cifar100:DIR"))
/// let run = try RunSession(recipe: plan.recipe, data: plan.partition, output: "runs/mine", …)
/// ```
public struct RunPlan: Sendable {
  /// What is carried out.
  public let recipe: Recipe
  /// The recipe's data, divided by role.
  public let partition: DataPartition
  /// What was chosen for the data and why, for people; empty where it was named.
  public internal(set) var remarks: [String] = []

  /// A complete recipe; reads its data.
  /// - Throws: what the source finds wrong, ``SettingsError``, ``DatasetProblem``.
  public init(_ recipe: Recipe) throws {
    self.recipe = recipe
    partition = try recipe.data.partition(seed: recipe.seed)
  }

  /// A complete recipe with data that have been read already.
  public init(_ recipe: Recipe, partition: DataPartition) {
    self.recipe = recipe
    self.partition = partition
  }

  /// A method's recipe for some data, which are read. Wrong names and values are told before that.
  /// - Throws: what the source finds wrong, ``SettingsError``, `UnknownName`, ``DatasetProblem``.
  public init(_ request: MethodRequest, data: DataSettings, seed: Int = 0) throws {
    let requested = try request.requestedData(data, seed: seed)
    try request.check(requested)
    partition = try requested.data.partition(seed: requested.seed)
    recipe = try request.recipe(
      for: TaskDescription(partition, dataset: requested.data.sourceName), requested,
      selection: request.selection ?? (partition.validation == nil ? .last : .validation))
  }
}

extension TaskDescription {
  /// What a method may look at of data that are there.
  init(_ partition: DataPartition, dataset: String) {
    let samples = partition.training.samples
    let counts = partition.publishedCounts
    self.init(
      dataset: partition.origin?.source ?? dataset, input: InputShape(samples.samples),
      classes: samples.classes,
      imbalanceFactor: Double(counts.max() ?? 1) / Double(max(1, counts.min() ?? 1)))
  }

  /// CIFAR-100-LT at imbalance factor 100: the task that methods are shown with.
  public static let cifar100 = TaskDescription(
    dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
    imbalanceFactor: 100)
}
