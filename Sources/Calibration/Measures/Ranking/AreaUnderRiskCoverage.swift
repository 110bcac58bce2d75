/// Mean share of errors among the most confident answers (``RankingScores/areaUnderRiskCoverage``).
public struct AreaUnderRiskCoverage: ResampledMeasure {
  public let name = "aurc"
  public let title = "AURC"
  public let summary = "mean share of errors among the most confident answers"
  public let need = MeasureNeed.confidences
  public let isRecorded = false
  public let resampling = Resampling.percentile

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "aurc/mean-over-coverage/ties-together"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(evidence.ranking.areaUnderRiskCoverage)
  }

  public func value(of draw: ResampledOutcomes) -> Double? { draw.ranking.areaUnderRiskCoverage }
}
