/// Mean of the classes' recalls.
public struct BalancedAccuracy: Measure {
  public let name = "balanced_accuracy"
  public let title = "balanced"
  public let summary = "mean over classes of their accuracy"
  public let direction = MeasureDirection.higherIsBetter
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String { "accuracy/mean-of-classes" }

  /// Of the classes that have samples.
  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(evidence.accuracies.balanced)
  }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    evidence.accuracyInterval(of: nil)
  }
}
