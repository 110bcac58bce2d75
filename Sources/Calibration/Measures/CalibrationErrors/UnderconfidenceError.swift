/// Σ share · confidence · max(accuracy − confidence, 0) over bins: the other side of ``OverconfidenceError``.
public struct UnderconfidenceError: ResampledMeasure {
  public let name = "underconfidence_error"
  public let title = "under-confidence"
  public let summary = "where confidence is below accuracy"
  public let need = MeasureNeed.bins
  public let isRecorded = false
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "underconfidence/top-label/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.underconfidenceError)
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    draw.reliability.underconfidenceError
  }
}
