/// A moment after which iterative fits stop with what they have, and say that they did not converge.
///
/// Bound for the length of a call: `FitDeadline.$moment.withValue(…) { try method.fitted(to: …) }`. One step
/// of a fit is never cut short, so that on large data a fit may end some seconds late.
public enum FitDeadline {
  /// When fits stop; `nil` lets them take as long as they need.
  @TaskLocal public static var moment: ContinuousClock.Instant?

  static var hasPassed: Bool { moment.map { ContinuousClock.now >= $0 } ?? false }
}
