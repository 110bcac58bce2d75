/// softmax(W log p + b) of least cross-entropy (Kull et al., 2019), with ODIR unless it is turned off.
public struct DirichletCalibration: CalibrationMethod, Equatable {
  public static let name = "dirichlet"
  public static let summary =
    "matrix and offsets on log-probabilities, off-diagonals kept small (ODIR)"

  public var penalty = OffDiagonalPenalty()
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: OffDiagonalPenalty) { self.penalty = penalty }

  public func validate() throws(CalibrationError) {
    try penalty.validate()
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> MatrixCalibrator
  {
    try validate()
    return try MatrixCalibrator.fitted(
      to: validation, input: .logProbabilities, penalty: penalty, weighting: weighting)
  }
}
