/// softmax(W log p + b) of least cross-entropy (Kull et al., 2019), kept near temperature scaling unless its
/// samples can tell.
public struct DirichletCalibration: MatrixMethod, Equatable {
  public static let name = "dirichlet"
  public static let summary =
    "a matrix and offsets on log-probabilities, kept near one temperature"
  static let input = LinearInput.logProbabilities

  /// ``MatrixPenalty/published`` is the paper's ODIR.
  public var penalty = MatrixPenalty.samples
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: MatrixPenalty) { self.penalty = penalty }
}
