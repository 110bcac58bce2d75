/// Share of right answers.
public struct OverallAccuracy: Measure {
  public let name = "accuracy"
  public let title = "accuracy"
  public let summary = "share of right answers"
  public let direction = MeasureDirection.higherIsBetter
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String { "accuracy/top-1/first-on-ties" }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(evidence.accuracies.overall)
  }

  /// Wilson's; of weighted samples the mean's.
  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    let correct = evidence.correct
    guard evidence.weights == nil else {
      return evidence.meanInterval(correct.map { $0 ? 1 : 0 }, within: 0...1)
    }
    return MeasuredInterval(
      ConfidenceIntervals.share(hits: correct.count { $0 }, of: correct.count), method: "wilson")
  }
}
