/// How predictions are measured.
public struct MeasureSettings: Sendable, Equatable {
  /// Bins of equal width, and of equal mass where a figure has such.
  public var bins = 15
  /// Of `ece`, `adaptive_ece` and `classwise_ece`.
  public var norm = CalibrationNorm.mean
  /// Another program's bins for the top-label figures.
  public var compatibility: CompatibilityMode?
  /// The class distribution that samples are re-weighted to; `nil` counts all the same.
  public var testPrior: TestPrior?
  /// Which 95 % intervals are worked out.
  public var intervals = IntervalChoice.none
  /// Draws of the intervals that have no formula.
  public var resamples = 200
  /// Of all that is drawn; the same seed gives the same figures.
  public var seed: UInt64 = 0
  /// Whether only what a ``MergeableEvidence`` holds is kept, so that memory does not grow with the samples:
  /// figures that need more have no value, and the adaptive error comes from cells.
  public var isStreaming = false

  public init() {}

  /// How many bins are possible.
  public static let binCounts = 1...100_000
  /// How many draws of an interval are possible.
  public static let resampleCounts = 20...1_000_000

  /// Bins of the top-label figures.
  var binning: Binning { compatibility?.binning(bins: bins) ?? .equalWidth(bins) }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for numbers out of range, and for what cannot be had
  ///   together.
  func check() throws(CalibrationError) {
    guard Self.binCounts.contains(bins) else {
      throw .invalidSetting("\(bins) bins; 1 to 100000 are possible")
    }
    guard Self.resampleCounts.contains(resamples) else {
      throw .invalidSetting("\(resamples) resamples; 20 to 1000000 are possible")
    }
    guard isStreaming else { return }
    for (isGiven, what) in [
      (compatibility != nil, "a compatibility mode"), (testPrior != nil, "a test prior"),
      (intervals != .none, "intervals"),
    ] where isGiven {
      throw .invalidSetting("\(what) cannot be had while streaming: it needs every sample")
    }
  }
}

/// Which intervals are worked out.
public enum IntervalChoice: Sendable, CaseIterable {
  case none
  /// Those that have a formula.
  case formulas
  /// The others by drawing the samples again.
  case all
}
