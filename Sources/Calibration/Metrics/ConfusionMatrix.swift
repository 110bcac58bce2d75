/// How often each class was taken for each other.
public struct ConfusionMatrix: Sendable, Codable, Equatable {
  public let classes: Int
  /// `classes × classes`, rows are labels, columns predictions.
  public let counts: [Int]

  /// Counts pairs of predicted and true classes, `[samples]` both, each in `0 ..< classes`.
  public init(predicted: [Int], labels: [Int], classes: Int) {
    precondition(
      labels.count == predicted.count, "\(labels.count) labels, \(predicted.count) predictions")
    self.classes = classes
    counts = zip(labels, predicted).reduce(
      into: [Int](repeating: 0, count: classes * classes)
    ) { $0[$1.0 * classes + $1.1] += 1 }
  }

  /// Samples with this label for which this class was predicted.
  public subscript(label: Int, predicted: Int) -> Int { counts[label * classes + predicted] }
}
