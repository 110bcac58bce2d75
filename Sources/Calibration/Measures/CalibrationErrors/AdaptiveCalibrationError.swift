/// Expected calibration error of the top label, over bins of equal mass (Nguyen & O'Connor, EMNLP 2015).
public struct AdaptiveCalibrationError: ResampledMeasure {
  public let name = "adaptive_ece"
  public let title = "adaptive ECE"
  public let summary = "expected calibration error, bins of equal mass"
  public let need = MeasureNeed.confidences
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/top-label/\(settings.norm.rawValue)/\(Binning.equalMass(settings.bins).convention)"
      + (settings.isStreaming ? "/cells\(MergeableEvidence.cellCount)" : "")
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(
      evidence.equalMassReliability?.error(evidence.settings.norm),
      otherwise: evidence.tooFewForEqualMass)
  }

  /// From a histogram: an edge of its bins is off by less than a cell.
  public func streamedValue(of evidence: Evidence) -> Double? { evidence.state.adaptiveError() }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    guard evidence.hasErrorFormula else { return nil }
    return MeasuredInterval(
      evidence.equalMassReliability.flatMap(ConfidenceIntervals.expectedError),
      method: ExpectedCalibrationError.method)
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    draw.bins(.equalMass(draw.settings.bins)).error(draw.settings.norm)
  }
}

extension Evidence {
  /// Why bins of equal mass are not there.
  var tooFewForEqualMass: String {
    "\(samples) samples are fewer than \(settings.bins) bins of equal mass"
  }
}
