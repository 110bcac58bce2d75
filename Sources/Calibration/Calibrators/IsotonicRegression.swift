/// One isotonic map for the probabilities of all classes, fitted to all pairs (p, is it the label) at
/// once (IRM; Zhang et al., 2020). Keeps the predicted class.
///
/// The knowledge-transfer paper's tables print it as "IROVA".
public struct IsotonicRegression: CalibrationMethod, Equatable {
  public static let name = "isotonic"
  public static let summary =
    "one monotone map pooled over all classes, keeps the answer (the tables' \"IROVA\")"

  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples
  /// In what precision probabilities are handled; `float32` is the published code's.
  public var precision = Precision.float64

  public init() {}

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> IsotonicCalibrator
  {
    try IsotonicSettings(
      weighting: weighting, precision: precision, temperatureBounds: nil, isPooled: true
    ).fitted(to: validation)
  }
}
