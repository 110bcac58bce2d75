/// As ``ClasswiseCalibrationError``, with bins of equal mass for each class (``ClasswiseErrors/adaptive``).
public struct AdaptiveClasswiseCalibrationError: Measure {
  public let name = "ace"
  public let title = "adaptive class-wise ECE"
  public let summary = "the same with bins of equal mass for each class"
  public let need = MeasureNeed.probabilities

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/class-mean/l1/sorted\(settings.bins)/(lo,hi]/lowest-apart"
  }

  public func value(of evidence: Evidence) throws -> MeasuredValue {
    guard evidence.weights == nil else { return .absent("it is not defined under a test prior") }
    return MeasuredValue(
      try evidence.adaptiveClasswiseError(), otherwise: evidence.tooFewForEqualMass)
  }
}
