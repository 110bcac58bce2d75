/// softmax(z / T) with the T of least cross-entropy (Guo et al., 2017).
///
/// T is never worse in likelihood than T = 1, as long as 1 lies between the bounds.
public struct TemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "temperature"
  public static let summary = "one temperature for all logits (TS)"

  /// T is searched in this interval (the knowledge-transfer paper's code has the same).
  public var lowerBound = 0.05
  public var upperBound = 5.0
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(
    lowerBound: Double = 0.05, upperBound: Double = 5, weighting: SampleWeighting = .samples
  ) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.weighting = weighting
  }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> TemperatureCalibrator {
    try validate()
    try validation.check(as: "validation")
    let solution = try TemperatureSolver(
      predictions: validation, weights: validation.weights(weighting), lowerBound: lowerBound,
      upperBound: upperBound
    ).solve()
    return TemperatureCalibrator(
      temperature: solution.temperature, classes: validation.logits.classes,
      warnings: solution.warnings)
  }
}

/// softmax(z / T).
public struct TemperatureCalibrator: Calibrator, Equatable {
  public let temperature: Double
  public let classes: Int
  public let warnings: [String]

  public var fittedTemperature: Double? { temperature }

  public var flaw: CalibratorFlaw? {
    CalibratorCheck.temperature(temperature) ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return softmax(logits, temperature: temperature)
  }
}

extension Predictions {
  /// ``check()`` with the role of these predictions in the message.
  func check(as role: String) throws(CalibrationError) {
    do { try check() } catch { throw .unusable(error, role: role) }
  }
}
