/// The Brier score less ``BrierCalibration``: what is left when every probability is replaced by its bin's
/// frequency.
public struct BrierRefinement: Measure {
  public let name = "brier_refinement"
  public let title = "Brier, refinement"
  public let summary = "the rest of it"
  public let unit = MeasureUnit.number(0...2)
  public let need = MeasureNeed.bins
  public let isRecorded = false

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "brier-minus-calibration/class-sum/\(Binning.equalWidth(settings.bins).convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.brier - evidence.brierCalibration)
  }
}
