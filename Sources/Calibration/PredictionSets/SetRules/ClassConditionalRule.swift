/// A threshold for each class from its own samples (Vovk, 2012, “Mondrian”): holds under any class
/// distribution. A class with fewer than ⌈1/α⌉ − 1 samples is in every set.
public struct ClassConditionalRule: SetRule, Equatable {
  public static let name = "class-conditional"
  public static let summary = "a threshold a class: coverage of each, under any class distribution"

  public init() {}

  public var guarantee: SetGuarantee { .eachClass }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    SetThresholds(
      scores.sortedByClass().map { ConformalQuantile.threshold($0, alpha: alpha) },
      warnings: scores.fewSampleWarnings(alpha: alpha, "they are in every set"))
  }
}
