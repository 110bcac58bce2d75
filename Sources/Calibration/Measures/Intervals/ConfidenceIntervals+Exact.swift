extension ConfidenceIntervals {
  /// Clopper and Pearson's interval of a share, which holds it in 95 % of the cases or more, however few samples
  /// there are; `nil` without samples.
  public static func exactShare(hits: Int, of samples: Int) -> Interval? {
    guard samples > 0 else { return nil }
    let (hit, missed) = (Double(hits), Double(samples - hits))
    return Interval(
      lower: hits == 0 ? 0 : BetaDistribution(a: hit, b: missed + 1).quantile(0.025),
      upper: hits == samples ? 1 : BetaDistribution(a: hit + 1, b: missed).quantile(0.975))
  }
}
