import Foundation

/// 95 % intervals in closed form.
public enum ConfidenceIntervals {
  /// 97.5 % of the standard normal distribution.
  static let quantile = 1.959963984540054

  /// Wilson's interval of a share; `nil` without samples.
  public static func share(hits: Int, of samples: Int) -> Interval? {
    guard samples > 0 else { return nil }
    let count = Double(samples)
    return share(Double(hits) / count, of: count)
  }

  /// Wilson's interval of a share that was found with as much certainty as so many samples give.
  static func share(_ share: Double, of count: Double) -> Interval {
    let square = quantile * quantile
    let centre = (share + square / (2 * count)) / (1 + square / count)
    let radius =
      quantile * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
      / (1 + square / count)
    return Interval(lower: max(centre - radius, 0), upper: min(centre + radius, 1))
  }

  /// Interval of the mean of any numbers, corrected for their skewness (Johnson, 1978), with the quantile
  /// of Student's distribution; `nil` for fewer than two.
  public static func mean(_ values: [Double]) -> Interval? {
    guard values.count > 1 else { return nil }
    let count = Double(values.count)
    let mean = values.compensatedSum() / count
    let second = values.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / (count - 1)
    let third = values.map { pow($0 - mean, 3) }.compensatedSum() / count
    let shift = second > 0 ? third / (6 * second * count) : 0
    // Student's quantile by its expansion in 1 / degrees of freedom (Cornish and Fisher).
    let cube = quantile * quantile * quantile
    let student = quantile + (cube + quantile) / (4 * (count - 1))
    let radius = student * (second / count).squareRoot()
    return Interval(lower: mean + shift - radius, upper: mean + shift + radius)
  }

  /// Interval of the expected calibration error of these bins, as a property of the population.
  ///
  /// The plain estimate is never too low on average, and too high by at most Σ share · σ √(2/π), which a
  /// perfectly calibrated model reaches; its standard deviation is at most that of the signed gaps. So the
  /// interval reaches from the estimate less that bias and 1.96 deviations, not below 0, to the estimate
  /// and 1.96 deviations: it covers at least 95 % of the time, and more where gaps are small.
  public static func expectedError(_ reliability: ReliabilityBins) -> Interval? {
    guard let (bias, deviation) = errorSpread(reliability) else { return nil }
    let estimate = reliability.expectedError
    return Interval(
      lower: max(estimate - bias - quantile * deviation, 0),
      upper: min(estimate + quantile * deviation, 1))
  }

  /// How much too high the expected calibration error of these bins may be on average, and a bound of its
  /// standard deviation; `nil` without samples.
  static func errorSpread(
    _ reliability: ReliabilityBins
  ) -> (bias: Double, deviation: Double)? {
    let total = Double(reliability.samples)
    guard total > 0 else { return nil }
    let estimate = reliability.expectedError
    var bias = 0.0
    var variance = 0.0
    var ofShares = 0.0
    for bin in reliability.bins {
      guard let accuracy = bin.accuracy, let gap = bin.gap else { continue }
      let share = Double(bin.count) / total
      // With one half added to hits and misses, so that a pure bin is not taken for certain.
      let smoothed = (accuracy * Double(bin.count) + 0.5) / Double(bin.count + 1)
      let ofMean = smoothed * (1 - smoothed) / Double(bin.count)
      bias += share * (ofMean * 2 / .pi).squareRoot()
      variance += share * share * ofMean
      ofShares += share * gap * gap
    }
    let deviation = (variance + max(ofShares - estimate * estimate, 0) / total).squareRoot()
    return (bias, deviation)
  }

  /// The middle 95 % of a figure over samples drawn again with replacement; for figures without a
  /// formula.
  /// - Parameters:
  ///   - samples: how many samples there are.
  ///   - resamples: how often they are drawn.
  ///   - seed: the same seed gives the same interval.
  ///   - figure: the figure of the samples at these positions; `nil` where it is not defined.
  /// - Returns: `nil` when the figure was defined for less than half of the draws.
  public static func bootstrap(
    samples: Int, resamples: Int = 500, seed: UInt64 = 0, figure: ([Int]) -> Double?
  ) -> Interval? {
    guard samples > 1 else { return nil }
    let parts = RowChunks.map(rows: resamples, columns: samples) { range in
      range.map { index -> Double? in
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x1_0000_0001)
        return figure((0..<samples).map { _ in Int.random(in: 0..<samples, using: &random) })
      }
    }
    let values = parts.flatMap { $0 }.compactMap { $0 }.sorted()
    guard 2 * values.count >= resamples, let last = values.last else { return nil }
    let upper = Int(0.975 * Double(values.count))
    return Interval(
      lower: values[Int(0.025 * Double(values.count))],
      upper: upper < values.count ? values[upper] : last)
  }
}
