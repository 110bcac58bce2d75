/// A matrix and offsets of least cross-entropy, kept near temperature scaling unless its samples can tell.
protocol MatrixMethod: CalibrationMethod where Fitted == MatrixCalibrator {
  /// What the matrix multiplies.
  static var input: LinearInput { get }
  var penalty: MatrixPenalty { get }
  var weighting: SampleWeighting { get }
}

extension MatrixMethod {
  public func validate() throws(CalibrationError) {
    try penalty.validate()
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> MatrixCalibrator {
    try validate()
    return try MatrixCalibrator.fitted(
      to: validation, input: Self.input, penalty: penalty, weighting: weighting)
  }
}
