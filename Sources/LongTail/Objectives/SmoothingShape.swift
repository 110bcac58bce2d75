/// How much an objective softens the labels of each class, for a report.
public struct SmoothingShape: Sendable, Equatable {
  /// The rule's name: "concave".
  public let name: String
  /// One a class in class order, in [0, 1).
  public let values: [Double]
  /// Whether the objective trains with it; the others are for comparison.
  public let isUsed: Bool

  public init(name: String, values: [Double], isUsed: Bool) {
    self.name = name
    self.values = values
    self.isUsed = isUsed
  }
}
