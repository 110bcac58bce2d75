/// Mean confidence minus accuracy.
public struct SignedGap: Measure {
  public let name = "signed_gap"
  public let title = "confidence − accuracy"
  public let summary = "confidence minus accuracy; positive when over-confident"
  public let direction = MeasureDirection.zeroIsBest
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "confidence-minus-accuracy/top-label"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.signedGap)
  }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    evidence.meanInterval(
      zip(evidence.confidences, evidence.correct).map { $0 - ($1 ? 1 : 0) }, within: -1...1)
  }
}
