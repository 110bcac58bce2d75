import Foundation

/// Geometric mean of the classes' recalls: a class that is never recognised makes it 0, which a mean over classes
/// hides (Sun, Kamel & Wang, ICDM 2006; for long tails Du & Wu, CVPR 2023).
public struct GeometricMeanRecall: Measure {
  public let name = "recall_geometric_mean"
  public let title = "geometric mean"
  public let summary = "geometric mean of the classes' accuracies; 0 where one is never right"
  public let direction = MeasureDirection.higherIsBetter
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "accuracy/geometric-mean-of-classes"
  }

  /// Of the classes that have samples.
  public func value(of evidence: Evidence) -> MeasuredValue {
    let recalls = evidence.accuracies.ofClass.compactMap(\.self)
    guard !recalls.isEmpty else { return .absent("no class has a sample") }
    guard !recalls.contains(0) else { return .value(0) }
    return .value(exp(recalls.map { log($0) }.compensatedSum() / Double(recalls.count)))
  }

  /// Classes are drawn apart, so that the variances of the logarithms, (1 − r) / (r · n) for n samples, add; one hit
  /// and one miss more in each, so that a class that is always right is not taken for certain. None at 0.
  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    guard case .value(let mean) = value(of: evidence), mean > 0 else { return nil }
    let classes = evidence.classHits.filter { $0.count > 0 }
    let variance = classes.map { count, hits in
      let share = (Double(hits) + 1) / (Double(count) + 2)
      return (1 - share) / (share * Double(count))
    }.compensatedSum()
    let radius = ConfidenceIntervals.quantile * variance.squareRoot() / Double(classes.count)
    return MeasuredInterval(
      Interval(lower: mean * exp(-radius), upper: min(mean * exp(radius), 1)),
      method: "log-normal/classes-apart")
  }
}
