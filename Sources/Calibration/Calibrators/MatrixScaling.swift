/// softmax(W z + b) of least cross-entropy (Guo et al., 2017), with ODIR unless it is turned off.
public struct MatrixScaling: CalibrationMethod, Equatable {
  public static let name = "matrix"
  public static let summary = "a matrix and offsets on logits, off-diagonals kept small"

  /// ``OffDiagonalPenalty/none`` is the published form, which over-fits with many classes.
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
      to: validation, input: .logits, penalty: penalty, weighting: weighting)
  }
}
