/// The order statistic that makes a threshold.
///
/// Never an interpolated quantile, and never one by the share k / n: rounding then takes the neighbour for
/// some numbers of samples.
public enum ConformalQuantile {
  /// k = ⌈(n + 1)(1 − α)⌉: which of `samples` scores, from the lowest, is the threshold. Above `samples`
  /// there is none. `alpha` is the share of misses that is allowed, in (0, 1).
  public static func rank(samples: Int, alpha: Double) -> Int {
    // What is subtracted is a whole number more often than rounding lets it be.
    samples + 1 - Int((Double(samples + 1) * alpha + 1e-9).rounded(.down))
  }

  /// The least number of samples for which there is a threshold, ⌈1/α⌉ − 1.
  public static func leastSamples(alpha: Double) -> Int {
    var samples = max(Int((1 / alpha).rounded(.down)) - 2, 1)
    while rank(samples: samples, alpha: alpha) > samples { samples += 1 }
    return samples
  }

  /// The k-th lowest of scores that are ascending; +∞, which every class is below, where there are too few.
  static func threshold(_ sorted: some RandomAccessCollection<Double>, alpha: Double) -> Double {
    let rank = rank(samples: sorted.count, alpha: alpha)
    guard rank <= sorted.count else { return .infinity }
    return sorted[sorted.index(sorted.startIndex, offsetBy: rank - 1)]
  }
}

/// Scores whose samples do not count the same.
struct WeightedScores {
  /// Ascending.
  private let values: [Double]
  /// Of each value and all below it.
  private let cumulative: [Double]
  let total: Double

  /// - Parameters:
  ///   - scores: in any order.
  ///   - order: positions of the scores, ascending by score.
  ///   - weights: one a score, 0 or more.
  init(_ scores: [Double], order: [Int], weights: (Int) -> Double) {
    var sum = CompensatedSum()
    var cumulative: [Double] = []
    cumulative.reserveCapacity(order.count)
    for position in order {
      sum += weights(position)
      cumulative.append(sum.value)
    }
    values = order.map { scores[$0] }
    self.cumulative = cumulative
    total = sum.value
  }

  /// inf {s: weight of the scores up to s ≥ (1 − α)(total + own)}, +∞ if there is none.
  ///
  /// With all weights 1 it is the order statistic of ``ConformalQuantile``. `own` is the weight of the sample
  /// whose set is sought, were its class the one in question.
  func threshold(alpha: Double, own: Double) -> Double {
    let whole = total + own
    guard whole > 0, whole.isFinite else { return .infinity }
    // As there, what may be missed is compared, with a little room for rounding.
    let allowed = alpha * whole + 1e-9 * whole / Double(values.count + 1)
    var low = 0
    var high = cumulative.count
    while low < high {
      let middle = (low + high) / 2
      if whole - cumulative[middle] <= allowed { high = middle } else { low = middle + 1 }
    }
    return low < values.count ? values[low] : .infinity
  }

  /// The share of the weight, that of the sample in question included, that lies at or below a score.
  func share(upTo score: Double, own: Double) -> Double {
    let count = values.partitioningIndex { $0 > score }
    return count == 0 ? 0 : cumulative[count - 1] / (total + own)
  }

  /// The highest score whose ``share(upTo:own:)`` is not above `share`; +∞ where every score's is not.
  func highest(share: Double, own: Double) -> Double {
    let whole = total + own
    let count = cumulative.partitioningIndex { $0 / whole > share }
    return count < values.count ? values[count].nextDown : .infinity
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first position from which on the condition holds, which it does for a back part of the elements.
  func partitioningIndex(where isInBack: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isInBack(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
