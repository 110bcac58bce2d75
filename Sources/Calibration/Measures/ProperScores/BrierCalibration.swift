/// Σ over classes and bins of share · (mean probability − frequency)²: the part of the Brier score that
/// recalibration could win (Murphy, 1973).
public struct BrierCalibration: Measure {
  public let name = "brier_calibration"
  public let title = "Brier, calibration"
  public let summary = "the part of it that recalibration could win"
  public let unit = MeasureUnit.number(0...2)
  public let need = MeasureNeed.bins
  public let isRecorded = false

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "brier-calibration/class-sum/\(Binning.equalWidth(settings.bins).convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue { .value(evidence.brierCalibration) }
}
