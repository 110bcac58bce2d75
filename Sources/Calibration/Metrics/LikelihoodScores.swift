import Foundation

/// The two proper scores: negative log-likelihood and Brier score.
public struct LikelihoodScores: Sendable, Equatable {
  /// Mean of −log max(p of the label, 10⁻²⁰), in nats; `nil` without samples.
  public let negativeLogLikelihood: Double?
  /// Mean over samples of Σ (p − y)² over classes, in [0, 2]; `nil` without samples.
  public let brier: Double?

  public init(_ probabilities: Probabilities, labels: [Int]) {
    let classes = probabilities.classes
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    guard !labels.isEmpty else {
      negativeLogLikelihood = nil
      brier = nil
      return
    }
    let parts = probabilities.values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: probabilities.samples, columns: classes) { rows in
        var likelihood = 0.0
        var squares = 0.0
        for row in rows {
          let own = values[row * classes + labels[row]]
          likelihood -= log(max(own, 1e-20))
          var sum = 0.0
          for column in 0..<classes {
            let value = values[row * classes + column]
            sum += value * value
          }
          squares += sum - 2 * own + 1
        }
        return (likelihood, squares)
      }
    }
    negativeLogLikelihood = parts.map(\.0).compensatedSum() / Double(labels.count)
    brier = parts.map(\.1).compensatedSum() / Double(labels.count)
  }
}
