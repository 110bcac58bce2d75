/// Expected calibration error minus what a perfectly calibrated model with the same confidences would show:
/// averages 0 for such a model, and may be negative.
public struct DebiasedCalibrationError: Measure {
  public let name = "ece_debiased"
  public let title = "ECE less chance"
  public let summary = "expected calibration error less what chance alone gives"
  public let direction = MeasureDirection.zeroIsBest
  public let need = MeasureNeed.confidences
  public let isRecorded = false

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece-minus-null-mean/top-label/\(settings.norm.rawValue)/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(value(evidence))
  }

  private func value(_ evidence: Evidence) -> Double? {
    evidence.nullBand.map { evidence.reliability.error(evidence.settings.norm) - $0.mean }
  }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    guard evidence.hasErrorFormula, let value = value(evidence),
      let spread = ConfidenceIntervals.errorSpread(evidence.reliability)
    else { return nil }
    let radius = ConfidenceIntervals.quantile * spread.deviation
    return MeasuredInterval(
      Interval(lower: value - radius, upper: value + radius), method: "normal")
  }
}
