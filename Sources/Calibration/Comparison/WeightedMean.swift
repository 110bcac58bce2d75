/// A weighted mean over samples with its standard error.
public struct WeightedMean: Sendable, Codable, Equatable {
  /// Σ w x / Σ w
  public let value: Double
  /// The square root of Σ w² (x − mean)² / ((Σ w)² − Σ w²): of a few samples with large weights, which say
  /// little, it is large. `nil` where fewer than two samples have a weight.
  public let standardError: Double?

  /// - Parameters:
  ///   - values: one a sample.
  ///   - weights: one a sample, 0 or more, at least one of them positive.
  init(_ values: [Double], weights: [Double]) {
    let total = weights.compensatedSum()
    let mean = zip(values, weights).map { $0 * $1 }.compensatedSum() / total
    let squares = weights.map { $0 * $0 }.compensatedSum()
    let spread = zip(values, weights).map { value, weight in
      weight * weight * (value - mean) * (value - mean)
    }.compensatedSum()
    value = mean
    let freedom = total * total - squares
    standardError = freedom > 1e-12 * squares ? (spread / freedom).squareRoot() : nil
  }
}
