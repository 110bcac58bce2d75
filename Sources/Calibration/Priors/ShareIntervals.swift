/// 95 % intervals of class shares, from the shares of draws.
///
/// The percentiles of the draws, widened to Wilson's interval of as many rows as the draws' spread is worth.
/// Percentiles alone end at 0 where a rare class happens to be absent, and miss its share.
struct ShareIntervals {
  /// Rows are taken for worth a quarter of labelled ones at least; below that the spread of rare shares is no
  /// measure.
  private static let leastWorth = 0.25

  /// One a class.
  let lower: [Double]
  let upper: [Double]

  /// - Parameters:
  ///   - shares: the estimate, which every interval holds.
  ///   - unshrunk: the estimate without what pulls it, which intervals are around.
  ///   - draws: shares of draws, one list each; at least one.
  ///   - samples: rows.
  ///   - unknown: classes of which nothing is known: 0 to 1.
  init(
    shares: [Double], unshrunk: [Double], draws: [[Double]], samples: Int, unknown: Set<Int>
  ) {
    var lower: [Double] = []
    var upper: [Double] = []
    for label in shares.indices {
      guard !unknown.contains(label) else {
        lower.append(0)
        upper.append(1)
        continue
      }
      let values = draws.map { $0[label] }.sorted()
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
      let all = Double(samples)
      let worth =
        variance > 0
        ? min(max(mean * (1 - mean) / variance, Self.leastWorth * all), all) : all
      let wilson = ConfidenceIntervals.share(unshrunk[label], of: worth)
      let last = values.count - 1
      lower.append(
        max(0, min(values[Int(0.025 * count)], wilson.lower, shares[label])))
      upper.append(
        min(1, max(values[min(Int(0.975 * count), last)], wilson.upper, shares[label])))
    }
    self.lower = lower
    self.upper = upper
  }
}
