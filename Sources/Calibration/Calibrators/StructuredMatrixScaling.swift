/// softmax(W x + b) on the log-probabilities x after temperature scaling, kept near it by a penalty that grows
/// with the parameters a sample (SMS; Berta, Holzmüller, Jordan & Bach, 2026).
///
/// Where there are so many classes that the samples say nothing about what lies off the diagonal, it is
/// ``StructuredVectorScaling``, and says so.
public struct StructuredMatrixScaling: CalibrationMethod, Equatable {
  public static let name = "sms"
  public static let summary = "a temperature, then a matrix and offsets as samples allow (SMS)"

  /// The temperature is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// Times classes / samples: the penalty on Σ (W_kk − 1)² + Σ b², beside the mean cross-entropy. 0 to 10⁶.
  public var penalty = 1.0
  /// Times `penalty` and classes · (classes − 1) / samples: that on Σ W_jk², j ≠ k. 0 to 10⁶.
  public var offDiagonal = 1.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: Double = 1, offDiagonal: Double = 1) {
    self.penalty = penalty
    self.offDiagonal = offDiagonal
  }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    try SettingRange.require("penalty", penalty, in: LinearSettings.penalties)
    try SettingRange.require("offDiagonal", offDiagonal, in: LinearSettings.penalties)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> StructuredCalibrator
  {
    try validate()
    let start = try StructuredStart(
      validation, weighting, lowerBound: lowerBound, upperBound: upperBound)
    let (classes, samples) = (validation.logits.classes, validation.labels.count)
    guard MatrixPenalty.ofPair(classes: classes, samples: samples) <= MatrixPenalty.decisive else {
      return try start.vector(penalty: penalty).warning(
        "\(samples) samples say nothing about a matrix of \(classes) × \(classes): "
          + "its diagonal alone was fitted, as svs does")
    }
    return try start.matrix(penalty: penalty, offDiagonal: offDiagonal)
  }
}
