/// One calibrator of a comparison: measured on the test set, or skipped.
///
/// Its JSON has the keys `method`, `fit_seconds`, `temperature` and those of ``MetricReport``; a skipped one
/// has `method` and `skipped` alone.
public struct ComparedCalibrator: Sendable {
  /// The name on the command line; `none` without calibration.
  public let method: String
  /// `nil` when it was skipped.
  public private(set) var measurement: Measurement?
  /// Why there are no figures; `nil` when there are.
  public let skipped: String?

  /// What a fit took and gave.
  public struct Measurement: Sendable {
    /// Wall-clock time of the fit; 0 without calibration.
    public let fitSeconds: Double
    /// `nil` without calibration.
    public let fitted: FittedCalibration?
    /// Figures on the test set.
    public let scorecard: Scorecard
    /// The same with the prior corrected; `nil` where no prior was given.
    public let corrected: Scorecard?
    /// What stands beside them: bands of chance, intervals, smooth and ranking figures.
    public let diagnostics: CalibrationDiagnostics
    /// Over the comparison's lowest expected calibration error; `nil` for the one that has it.
    public fileprivate(set) var aboveLowestError: PairedDifference?
    /// Over the comparison's lowest negative log-likelihood; `nil` for the one that has it.
    public fileprivate(set) var aboveLowestLikelihood: PairedDifference?
    fileprivate var shares: ErrorShares?

    /// The only calibrator; `nil` without calibration, and where each expert has one.
    public var calibrator: (any Calibrator)? { try? fitted?.single }

    init(
      fitSeconds: Double, fitted: FittedCalibration?, scorecard: Scorecard,
      corrected: Scorecard?, diagnostics: CalibrationDiagnostics, shares: ErrorShares
    ) {
      self.fitSeconds = fitSeconds
      self.fitted = fitted
      self.scorecard = scorecard
      self.corrected = corrected
      self.diagnostics = diagnostics
      self.shares = shares
    }
  }

  init(_ method: String, _ measurement: Measurement) {
    self.method = method
    self.measurement = measurement
    skipped = nil
  }

  init(_ method: String, skipped: String) {
    self.method = method
    self.skipped = skipped
  }

  /// The entries with their differences from the lowest figures; what was kept for that is let go.
  static func withDifferences(_ entries: [ComparedCalibrator]) -> [ComparedCalibrator] {
    let shares = entries.map { $0.measurement?.shares }
    func lowest(_ figure: (Scorecard) -> Double?) -> Int? {
      entries.indices.filter { entries[$0].measurement.flatMap { figure($0.scorecard) } != nil }
        .min { first, second in
          func value(_ index: Int) -> Double {
            entries[index].measurement.flatMap { figure($0.scorecard) } ?? .infinity
          }
          return value(first) < value(second)
        }
    }
    let bestError = lowest(\.expectedError)
    let bestLikelihood = lowest(\.negativeLogLikelihood)
    return entries.indices.map { index in
      var entry = entries[index]
      guard let own = shares[index] else { return entry }
      if let bestError, bestError != index, let best = shares[bestError] {
        entry.measurement?.aboveLowestError = PairedDifference(
          own.calibration, minus: best.calibration)
      }
      if let bestLikelihood, bestLikelihood != index, let best = shares[bestLikelihood] {
        entry.measurement?.aboveLowestLikelihood = PairedDifference(
          own.likelihood, minus: best.likelihood)
      }
      entry.measurement?.shares = nil
      return entry
    }
  }
}
