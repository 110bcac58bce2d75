/// The likeliest class shares: EM from the source prior, which is the mean calibrated probability of the
/// labelled rows (MLLS; Saerens, Latinne & Decaestecker, 2002; Alexandari, Kundaje & Shrikumar, 2020).
///
/// A class that happens to be absent gets a share of 0 or nearly so: correct probabilities with
/// ``MaximumAPosterioriPrior`` instead.
public struct MaximumLikelihoodPrior: LikelihoodPrior, Equatable {
  public static let name = "em"
  public static let summary = "likeliest shares by EM (MLLS); absent classes get 0"

  /// It stops when a step moves no share by more. 10⁻¹⁵ to 1.
  public var tolerance = 1e-9
  /// At most so many, 1 to 10⁶.
  public var steps = 10_000

  public init() {}

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    try validate()
    let solution = try solution(of: rows, source, pseudoSamples: 0)
    return PriorShares(
      shares: solution.shares, unshrunk: solution.shares, source: source.prior, condition: nil,
      notes: solution.notes)
  }
}
