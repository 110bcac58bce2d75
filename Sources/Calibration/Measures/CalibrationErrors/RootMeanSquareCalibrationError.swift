/// 2-norm of the gaps of the bins (Kumar et al., NeurIPS 2019).
public struct RootMeanSquareCalibrationError: ResampledMeasure {
  public let name = "ece_l2"
  public let title = "ECE, 2-norm"
  public let summary = "expected calibration error in the 2-norm"
  public let need = MeasureNeed.bins
  public let isRecorded = false
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/top-label/l2/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.rootMeanSquareError)
  }

  public func value(of draw: ResampledOutcomes) -> Double? { draw.reliability.rootMeanSquareError }
}
