/// Mean over classes of the calibration error of their probabilities (the static calibration error of Nixon et al.,
/// CVPR workshops 2019).
public struct ClasswiseCalibrationError: Measure {
  public let name = "classwise_ece"
  public let title = "class-wise ECE"
  public let summary = "mean over classes of the error of their probabilities"
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/class-mean/\(settings.norm.rawValue)/\(Binning.equalWidth(settings.bins).convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(
      evidence.classwiseReliability.map { $0.error(evidence.settings.norm) }.compensatedSum()
        / Double(evidence.classes))
  }

  /// Nothing is assumed of how the classes' errors go together: their deviations add.
  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    guard evidence.hasErrorFormula else { return nil }
    let classes = evidence.classwiseReliability
    let spreads = classes.compactMap(ConfidenceIntervals.errorSpread)
    guard spreads.count == classes.count else { return nil }
    let count = Double(spreads.count)
    let estimate = classes.map(\.expectedError).compensatedSum() / count
    let bias = spreads.map(\.bias).compensatedSum() / count
    let radius =
      ConfidenceIntervals.quantile * spreads.map(\.deviation).compensatedSum() / count
    return MeasuredInterval(
      Interval(lower: max(estimate - bias - radius, 0), upper: min(estimate + radius, 1)),
      method: ExpectedCalibrationError.method + "/deviations-added")
  }
}
