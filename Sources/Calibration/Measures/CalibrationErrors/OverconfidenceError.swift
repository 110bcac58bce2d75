/// Σ share · confidence · max(confidence − accuracy, 0) over bins (Thulasidasan et al., NeurIPS 2019).
public struct OverconfidenceError: ResampledMeasure {
  public let name = "overconfidence_error"
  public let title = "over-confidence"
  public let summary = "where confidence is above accuracy, weighted with it"
  public let need = MeasureNeed.bins
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "overconfidence/top-label/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.overconfidenceError)
  }

  public func value(of draw: ResampledOutcomes) -> Double? { draw.reliability.overconfidenceError }
}
