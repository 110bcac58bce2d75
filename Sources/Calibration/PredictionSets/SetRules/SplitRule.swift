/// One threshold from all calibration samples (Vovk, Gammerman and Shafer, 2005).
public struct SplitRule: SetRule, Equatable {
  public static let name = "split"
  public static let summary = "one threshold for all classes: coverage over all samples"

  public init() {}

  public var guarantee: SetGuarantee { .marginal }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    SetThresholds(
      [ConformalQuantile.threshold(scores.sorted(), alpha: alpha)],
      rank: ConformalQuantile.rank(samples: scores.values.count, alpha: alpha))
  }
}
