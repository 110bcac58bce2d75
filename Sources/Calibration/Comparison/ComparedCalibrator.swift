/// One calibrator of a comparison: measured on the test set, or skipped.
///
/// Its JSON has the keys `method`, `fit_seconds`, `temperature` and those of ``FigureTable``; a skipped one
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
    /// All of them on the test set, with the intervals that have a formula.
    public let figures: FigureTable
    /// Those of every evaluation with the prior corrected; `nil` where no prior was given.
    public let corrected: FigureTable?
    /// Over the comparison's lowest expected calibration error; `nil` for the one that has it.
    public fileprivate(set) var aboveLowestError: PairedDifference?
    /// Over the comparison's lowest negative log-likelihood; `nil` for the one that has it.
    public fileprivate(set) var aboveLowestLikelihood: PairedDifference?
    fileprivate var shares: ErrorShares?

    /// The only calibrator; `nil` without calibration, and where each expert has one.
    public var calibrator: (any Calibrator)? { try? fitted?.single }

    init(
      fitSeconds: Double, fitted: FittedCalibration?, figures: FigureTable,
      corrected: FigureTable?, shares: ErrorShares
    ) {
      self.fitSeconds = fitSeconds
      self.fitted = fitted
      self.figures = figures
      self.corrected = corrected
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
    func lowest(_ name: String) -> Int? {
      let values = entries.map { $0.measurement?.figures[name] }
      return values.indices.filter { values[$0] != nil }
        .min { values[$0] ?? .infinity < values[$1] ?? .infinity }
    }
    let bestError = lowest("ece")
    let bestLikelihood = lowest("nll")
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
