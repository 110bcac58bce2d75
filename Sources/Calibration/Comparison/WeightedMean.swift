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

  /// The same with a standard error of at least √(Σ w² v) / Σ w.
  /// - Parameters:
  ///   - values: one a sample.
  ///   - weights: one a sample, 0 or more, at least one of them positive.
  ///   - variances: v, what is known of the variance of each value.
  init(_ values: [Double], weights: [Double], leastVariances variances: [Double]) {
    let mean = WeightedMean(values, weights: weights)
    let known = zip(variances, weights).map { $0 * $1 * $1 }.compensatedSum().squareRoot()
    value = mean.value
    standardError = mean.standardError.map { max($0, known / weights.compensatedSum()) }
  }

  /// Whether it is above 0 by more than so many standard errors; of an unknown one, and of `nil`, none is enough.
  func isAbove(_ standardErrors: Double?) -> Bool {
    guard let standardErrors else { return false }
    return hasError(below: value, times: standardErrors)
  }

  /// Whether its standard error, so many times, is below a number; an unknown one is not.
  func hasError(below number: Double, times standardErrors: Double) -> Bool {
    guard let standardError else { return false }
    return standardErrors * standardError < number
  }
}
