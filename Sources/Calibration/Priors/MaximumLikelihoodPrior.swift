/// The likeliest class shares: EM from the source prior, which is the mean calibrated probability of the
/// labelled rows (MLLS; Saerens, Latinne & Decaestecker, 2002; Alexandari, Kundaje & Shrikumar, 2020).
///
/// A class that happens to be absent gets a share of 0 or nearly so: correct probabilities with
/// ``MaximumAPosterioriPrior`` instead.
public struct MaximumLikelihoodPrior: PriorEstimator, Equatable {
  public static let name = "em"
  public static let summary = "likeliest shares by EM (MLLS); absent classes get 0"

  /// It stops when a step moves no share by more. 10⁻¹⁵ to 1.
  public var tolerance = 1e-9
  /// At most so many, 1 to 10⁶.
  public var steps = 10_000

  public init() {}

  public var needsConfusion: Bool { false }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("tolerance", tolerance, in: 1e-15...1)
    try SettingRange.require("steps", steps, in: 1...1_000_000)
  }

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    try validate()
    let solution = try ExpectationMaximization(
      rows: rows, source: source.prior, pseudoSamples: 0, tolerance: tolerance, steps: steps
    ).solve()
    return PriorShares(
      shares: solution.shares, unshrunk: solution.shares, source: source.prior, condition: nil,
      notes: solution.notes)
  }

  public func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]] {
    drawn.likeliestShares(source: source.prior, start: start)
  }
}
