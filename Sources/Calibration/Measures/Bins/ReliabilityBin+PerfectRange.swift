import Foundation

extension ReliabilityBin {
  /// The accuracies that a perfectly calibrated model would show in this bin 95 % of the time; `nil` for an
  /// empty bin.
  ///
  /// Hits are taken as binomial with the mean confidence: samples of different confidence spread a little
  /// less, so that the range is rather too wide.
  public var perfectRange: Interval? {
    guard count > 0, let confidence else { return nil }
    let chance = min(max(confidence, 0), 1)
    guard count <= 10_000 else {
      let radius =
        ConfidenceIntervals.quantile * (chance * (1 - chance) / Double(count)).squareRoot()
      return Interval(lower: max(chance - radius, 0), upper: min(chance + radius, 1))
    }
    let hits = Self.middle(of: count, chance: chance)
    return Interval(
      lower: Double(hits.lower) / Double(count), upper: Double(hits.upper) / Double(count))
  }

  /// The 2.5 % and 97.5 % quantiles of a binomial distribution.
  static func middle(of trials: Int, chance: Double) -> (lower: Int, upper: Int) {
    guard chance > 0 else { return (0, 0) }
    guard chance < 1 else { return (trials, trials) }
    let logRatio = log(chance) - log(1 - chance)
    // log of each probability from one to the next: nothing underflows on the way to the middle.
    var logarithm = Double(trials) * log(1 - chance)
    var sum = exp(logarithm)
    var lower = sum >= 0.025 ? 0 : -1
    var hits = 0
    while sum < 0.975, hits < trials {
      hits += 1
      logarithm += log(Double(trials - hits + 1) / Double(hits)) + logRatio
      sum += exp(logarithm)
      if lower < 0, sum >= 0.025 { lower = hits }
    }
    return (max(lower, 0), hits)
  }
}
