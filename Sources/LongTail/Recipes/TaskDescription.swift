/// What a method may look at when it chooses its constants.
public struct TaskDescription: Sendable {
  /// The dataset's name, such as `cifar100`.
  public let dataset: String
  /// What one sample looks like.
  public let input: InputShape
  /// Classes to be told apart.
  public let classes: Int
  /// Largest class count over the smallest, ≥ 1.
  public let imbalanceFactor: Double

  public init(dataset: String, input: InputShape, classes: Int, imbalanceFactor: Double) {
    self.dataset = dataset
    self.input = input
    self.classes = classes
    self.imbalanceFactor = imbalanceFactor
  }
}
