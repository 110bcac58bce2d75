/// An isotonic map for each class (Zadrozny & Elkan, 2002). May change the predicted class.
///
/// The knowledge-transfer paper's tables print it as "IR".
public struct IsotonicOneVersusAll: CalibrationMethod, Equatable {
  public static let name = "isotonic-one-vs-all"
  public static let summary =
    "a monotone map for each class, then renormalised (the tables' \"IR\")"

  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples
  /// In what precision probabilities are handled; `float32` is the published code's.
  public var precision = Precision.float64

  public init() {}

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> IsotonicCalibrator
  {
    try IsotonicSettings(
      weighting: weighting, precision: precision, temperatureBounds: nil, isPooled: false
    ).fitted(to: validation)
  }
}
