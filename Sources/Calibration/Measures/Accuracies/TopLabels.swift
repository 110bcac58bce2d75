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

  /// The most probable class of each row, with its probability.
  public init(_ probabilities: Probabilities) {
    let classes = probabilities.classes
    let samples = probabilities.samples
    var predicted = [Int](repeating: 0, count: samples)
    var confidences = [Double](repeating: 0, count: samples)
    probabilities.withUnsafeRows { rows in
      predicted.withUnsafeMutableBufferPointer { predicted in
        confidences.withUnsafeMutableBufferPointer { confidences in
          _ = RowChunks.map(rows: samples, columns: classes) { range in
            for row in range {
              switch rows {
              case .doubles(let base):
                let top = RowMaximum.find(base + row * classes, count: classes)
                predicted[row] = top.index
                confidences[row] = top.value
              case .floats(let base):
                let top = RowMaximum.find(base + row * classes, count: classes)
                predicted[row] = top.index
                confidences[row] = Double(top.value)
              case nil: break
              }
            }
          }
        }
      }
    }
    self.predicted = predicted
    self.confidences = confidences
  }

  /// `[samples]`: whether each prediction is its label.
  public func correct(_ labels: [Int]) -> [Bool] {
    precondition(
      labels.count == predicted.count, "\(labels.count) labels, \(predicted.count) predictions")
    return zip(predicted, labels).map { $0 == $1 }
  }
}
