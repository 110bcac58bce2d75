/// Temperature scaling (of least squared error), then monotone maps of the scaled probabilities.
public protocol TemperatureIsotonicMethod: CalibrationMethod where Fitted == IsotonicCalibrator {
  /// Whether one map is for all classes, instead of one for each.
  static var isPooled: Bool { get }
  /// The smallest T that is searched, above 0.
  var lowerBound: Double { get }
  /// The largest T that is searched; above ``lowerBound``.
  var upperBound: Double { get }
  /// How much each validation sample counts in the fit.
  var weighting: SampleWeighting { get }
  /// In what precision probabilities enter and leave the maps.
  var precision: Precision { get }
}

extension TemperatureIsotonicMethod {
  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> IsotonicCalibrator {
    try validate()
    return try IsotonicSettings(
      weighting: weighting, precision: precision, temperatureBounds: (lowerBound, upperBound),
      isPooled: Self.isPooled
    ).fitted(to: validation)
  }
}
