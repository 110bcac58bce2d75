/// Temperature scaling (of least squared error), then an isotonic map for each class.
///
/// The knowledge-transfer paper's tables print it as "TS-IR".
public struct TemperatureIsotonicOneVersusAll: CalibrationMethod, Equatable {
  public static let name = "temperature-isotonic-one-vs-all"
  public static let summary =
    "temperature, then a monotone map for each class (the tables' \"TS-IR\")"

  public var lowerBound = 0.05
  public var upperBound = 5.0
  public var weighting = SampleWeighting.samples
  public var precision = Precision.float64

  public init() {}

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> IsotonicCalibrator
  {
    try validate()
    return try IsotonicSettings(
      weighting: weighting, precision: precision,
      temperatureBounds: (lowerBound, upperBound), isPooled: false
    ).fitted(to: validation)
  }
}
