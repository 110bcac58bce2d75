/// The likeliest class shares, held a little towards the source prior: EM (Saerens, Latinne & Decaestecker,
/// 2002) with pseudo-samples that are spread as the source prior.
///
/// No share becomes 0, and so no sample costs a fortune because its class happened to be absent.
public struct MaximumAPosterioriPrior: LikelihoodPrior, Equatable {
  public static let name = "em-map"
  public static let summary =
    "likeliest shares by EM with pseudo-samples of the source prior; never 0"

  /// How many rows the source prior counts as; `nil` for one a class. 0 to 10⁹.
  @OrNone public var pseudoSamples: Double?
  /// It stops when a step moves no share by more. 10⁻¹⁵ to 1.
  public var tolerance = 1e-9
  /// At most so many, 1 to 10⁶.
  public var steps = 10_000

  public init() {}

  public init(pseudoSamples: Double?) { self.pseudoSamples = pseudoSamples }

  public func validate() throws(CalibrationError) {
    if let pseudoSamples { try SettingRange.require("pseudoSamples", pseudoSamples, in: 0...1e9) }
    try validateSteps()
  }

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    try validate()
    let pseudo = pseudoSamples ?? Double(rows.classes)
    var likelihood = MaximumLikelihoodPrior()
    likelihood.tolerance = tolerance
    likelihood.steps = steps
    let plain = try likelihood.shares(of: rows, source)
    let solution = try solution(of: rows, source, pseudoSamples: pseudo)
    return PriorShares(
      shares: solution.shares, unshrunk: plain.shares, source: source.prior, condition: nil,
      notes: solution.notes)
  }
}
