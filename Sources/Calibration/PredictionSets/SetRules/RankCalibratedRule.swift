/// A lowest rank for each class, and a threshold for what that leaves (RC3P; Shi et al., 2024, option II): a
/// class is in a set when its rank and its score both are low enough.
///
/// The lowest rank t is the first at which fewer than α of the class's samples rank lower; the threshold is that
/// of level α less their share. Both come from the same samples: on long-tailed data it covers too little.
public struct RankCalibratedRule: SetRule, Equatable {
  public static let name = "rc3p"
  public static let summary =
    "a lowest rank and a threshold a class; covers too little on long tails"
  public static let warning: String? =
    "rc3p: ranks and thresholds come from the same samples, so that with few of them its sets hold the true "
    + "class less often than asked for"

  public init() {}

  public var needsRanks: Bool { true }
  public var guarantee: SetGuarantee { .none }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    var samples = [[Int]](repeating: [], count: scores.classes)
    for (sample, label) in scores.labels.enumerated() { samples[label].append(sample) }
    var limits: [Int] = []
    var thresholds: [Double] = []
    for own in samples {
      guard !own.isEmpty else {
        limits.append(scores.classes)
        thresholds.append(.infinity)
        continue
      }
      let ranks = own.map { scores.ranks[$0] }.sorted()
      var limit = 1
      var missed = 0.0
      while limit <= scores.classes {
        let lower = ranks.count - ranks.partitioningIndex { $0 > limit }
        missed = Double(lower) / Double(ranks.count)
        if missed < alpha { break }
        limit += 1
      }
      limits.append(limit)
      thresholds.append(
        ConformalQuantile.threshold(
          own.map { scores.values[$0] }.sorted(), alpha: alpha - missed))
    }
    return SetThresholds(
      thresholds, rankLimits: limits,
      warnings: scores.fewSampleWarnings(
        alpha: alpha, "their ranks alone decide whether they are in a set"))
  }
}
