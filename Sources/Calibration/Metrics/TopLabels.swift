/// What a classifier would answer, and how sure it is.
public struct TopLabels: Sendable, Equatable {
  /// `[samples]`: the class of highest probability, the first one on ties.
  public let predicted: [Int]
  /// `[samples]`: its probability, in [0, 1].
  public let confidences: [Double]

  /// - Precondition: one confidence a prediction.
  public init(predicted: [Int], confidences: [Double]) {
    precondition(
      predicted.count == confidences.count,
      "\(predicted.count) predictions, \(confidences.count) confidences")
    self.predicted = predicted
    self.confidences = confidences
  }

  public init(_ probabilities: Probabilities) {
    let classes = probabilities.classes
    let parts = probabilities.values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: probabilities.samples, columns: classes) { rows in
        rows.map { row -> (Int, Double) in
          var best = 0
          var highest = values[row * classes]
          for column in 1..<classes where values[row * classes + column] > highest {
            best = column
            highest = values[row * classes + column]
          }
          return (best, highest)
        }
      }
    }
    predicted = parts.flatMap { $0.lazy.map(\.0) }
    confidences = parts.flatMap { $0.lazy.map(\.1) }
  }

  /// `[samples]`: whether each prediction is its label.
  public func correct(_ labels: [Int]) -> [Bool] {
    precondition(
      labels.count == predicted.count, "\(labels.count) labels, \(predicted.count) predictions")
    return zip(predicted, labels).map { $0 == $1 }
  }
}
