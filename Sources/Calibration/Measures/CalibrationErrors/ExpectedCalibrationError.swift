/// Expected calibration error of the top label, over bins of equal width (Guo et al., ICML 2017, eq. 3).
public struct ExpectedCalibrationError: ResampledMeasure {
  public let name = "ece"
  public let title = "ECE"
  public let summary = "expected calibration error of the top label"
  public let need = MeasureNeed.bins
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/top-label/\(settings.norm.rawValue)/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.error(evidence.settings.norm))
  }

  /// In the 1-norm of samples that count the same.
  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    guard evidence.hasErrorFormula else { return nil }
    return MeasuredInterval(
      ConfidenceIntervals.expectedError(evidence.reliability), method: Self.method)
  }

  /// Of the intervals that are not symmetric, as noise makes these errors too high and never too low.
  static let method = "normal/less-bias-bound"

  public func value(of draw: ResampledOutcomes) -> Double? {
    draw.reliability.error(draw.settings.norm)
  }
}

extension Evidence {
  /// Whether the formulas for intervals of binned errors hold.
  var hasErrorFormula: Bool { weights == nil && settings.norm == .mean }
}
