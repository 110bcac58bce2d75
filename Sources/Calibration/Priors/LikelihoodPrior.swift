/// An estimator of the likeliest class shares, by EM.
protocol LikelihoodPrior: PriorEstimator {
  /// It stops when a step moves no share by more.
  var tolerance: Double { get }
  /// At most so many.
  var steps: Int { get }
}

extension LikelihoodPrior {
  public var needsConfusion: Bool { false }

  public func validate() throws(CalibrationError) { try validateSteps() }

  /// The ranges of what all estimators of this kind have.
  func validateSteps() throws(CalibrationError) {
    try SettingRange.require("tolerance", tolerance, in: 1e-15...1)
    try SettingRange.require("steps", steps, in: 1...1_000_000)
  }

  /// What EM comes to.
  /// - Parameters:
  ///   - rows: calibrated probabilities without labels.
  ///   - source: what the labelled rows say.
  ///   - pseudoSamples: how many rows the source prior counts as.
  /// - Returns: the shares.
  /// - Throws: ``CalibrationError`` as ``ExpectationMaximization`` does.
  func solution(
    of rows: UnlabelledRows, _ source: PriorSource, pseudoSamples: Double
  ) throws(CalibrationError) -> ExpectationMaximization.Solution {
    try ExpectationMaximization(
      rows: rows, source: source.prior, pseudoSamples: pseudoSamples, tolerance: tolerance,
      steps: steps
    ).solve()
  }

  public func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]] {
    drawn.likeliestShares(source: source.prior, start: start)
  }
}
