import Foundation

/// The two proper scores: negative log-likelihood and Brier score.
public struct LikelihoodScores: Sendable, Equatable {
  /// Mean of −log max(p of the label, 10⁻²⁰), in nats; `nil` without samples.
  public let negativeLogLikelihood: Double?
  /// Mean over samples of Σ (p − y)² over classes, in [0, 2]; `nil` without samples.
  public let brier: Double?

  /// Of probabilities `[samples, classes]` with labels `[samples]`, each in `0 ..< classes`.
  public init(_ probabilities: Probabilities, labels: [Int]) {
    guard !labels.isEmpty else {
      negativeLogLikelihood = nil
      brier = nil
      return
    }
    let scores = Self.perSample(probabilities, labels: labels)
    negativeLogLikelihood = scores.likelihood.compensatedSum() / Double(labels.count)
    brier = scores.brier.compensatedSum() / Double(labels.count)
  }

  /// No probability of a label is taken for less.
  static let floor = 1e-20

  /// Both scores of each sample, `[samples]`.
  static func perSample(
    _ probabilities: Probabilities, labels: [Int]
  ) -> (likelihood: [Double], brier: [Double]) {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    let classes = probabilities.classes
    let parts = probabilities.withUnsafeRows { rows in
      RowChunks.map(rows: labels.count, columns: classes) { range in
        range.map { row -> (Double, Double) in
          switch rows {
          case .doubles(let base): scores(base + row * classes, classes, labels[row])
          case .floats(let base): scores(base + row * classes, classes, labels[row])
          case nil: (0, 0)
          }
        }
      }
    }
    return (parts.flatMap { $0.lazy.map(\.0) }, parts.flatMap { $0.lazy.map(\.1) })
  }

  @inline(__always)
  private static func scores<Scalar: BinaryFloatingPoint>(
    _ row: UnsafePointer<Scalar>, _ count: Int, _ label: Int
  ) -> (Double, Double) {
    var sum = 0.0
    for column in 0..<count {
      let value = Double(row[column])
      sum += value * value
    }
    let own = Double(row[label])
    return (-log(max(own, floor)), sum - 2 * own + 1)
  }
}
