/// Between the threshold of all samples and that of the class: τ q_class + (1 − τ) q (Ding, Fermanian and
/// Salmon, 2025). τ = 0 is ``SplitRule``, τ = 1 has the sets of ``ClassConditionalRule``.
public struct InterpolatedRule: SetRule, Equatable {
  public static let name = "interpolated"
  public static let summary =
    "between split and class-conditional: smaller sets, no promise (Interp-Q)"

  /// In [0, 1].
  public var tau = 0.9

  public init() {}

  public init(tau: Double) { self.tau = tau }

  public var guarantee: SetGuarantee {
    tau == 0 ? .marginal : tau == 1 ? .eachClass : .none
  }

  public func validate() throws(CalibrationError) {
    guard (0...1).contains(tau) else {
      throw .invalidSetting("tau: \(tau); a number from 0 to 1 was expected")
    }
  }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    try validate()
    // No threshold stands for the highest possible one, at which every class is in.
    let all = min(ConformalQuantile.threshold(scores.sorted(), alpha: alpha), scores.highest)
    let thresholds = scores.sortedByClass().map {
      tau * min(ConformalQuantile.threshold($0, alpha: alpha), scores.highest) + (1 - tau) * all
    }
    return SetThresholds(
      thresholds,
      warnings: scores.fewSampleWarnings(
        alpha: alpha, "the highest possible score takes the place of their own threshold"))
  }
}
