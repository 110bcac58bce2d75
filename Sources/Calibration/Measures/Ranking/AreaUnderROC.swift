/// How well confidence tells right answers from wrong ones (``RankingScores/areaUnderROC``).
public struct AreaUnderROC: ResampledMeasure {
  public let name = "auroc"
  public let title = "AUROC"
  public let summary = "how well confidence tells right answers from wrong ones"
  public let direction = MeasureDirection.higherIsBetter
  public let need = MeasureNeed.confidences
  public let isRecorded = false
  public let resampling = Resampling.percentile

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "auroc/correct-by-confidence/ties-half"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(
      evidence.ranking.areaUnderROC, otherwise: "all answers are right, or all are wrong")
  }

  public func value(of draw: ResampledOutcomes) -> Double? { draw.ranking.areaUnderROC }
}
