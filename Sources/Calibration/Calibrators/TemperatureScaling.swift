/// softmax(z / T) with the T of least cross-entropy (Guo et al., 2017).
///
/// T is never worse in likelihood than T = 1, as long as 1 lies between the bounds.
public struct TemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "temperature"
  public static let summary = "one temperature for all logits (TS)"

  /// T is searched in this interval (the knowledge-transfer paper's code has the same).
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples
  /// Whether 1 / (samples + 1) of the uniform distribution is mixed in (Laplace's rule), so that no class has
  /// no probability.
  public var laplace = false

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
      warnings: solution.warnings,
      uniformShare: laplace ? LaplaceMixture.share(samples: validation.labels.count) : 0)
  }
}

extension TemperatureScaling {
  private enum CodingKeys: String, CodingKey {
    case lowerBound, upperBound, weighting, laplace
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lowerBound = try container.decode(Double.self, forKey: .lowerBound)
    upperBound = try container.decode(Double.self, forKey: .upperBound)
    weighting = try container.decode(SampleWeighting.self, forKey: .weighting)
    // Files of earlier versions do not have it.
    laplace = try container.decodeIfPresent(Bool.self, forKey: .laplace) ?? false
  }
}

/// (1 − share) · softmax(z / T) + share / classes.
public struct TemperatureCalibrator: Calibrator, Equatable {
  /// T, the divisor of the logits.
  public let temperature: Double
  public let classes: Int
  public let warnings: [String]
  /// Of the uniform distribution in the result.
  public let uniformShare: Double

  /// Without a uniform share it is softmax(z / T).
  public init(temperature: Double, classes: Int, warnings: [String], uniformShare: Double = 0) {
    self.temperature = temperature
    self.classes = classes
    self.warnings = warnings
    self.uniformShare = uniformShare
  }

  public var fittedTemperature: Double? { temperature }

  public var facts: [CalibratorFact] {
    [.temperature(temperature)]
      + (uniformShare > 0 ? [.number("share of the uniform distribution", uniformShare)] : [])
  }

  public var flaw: CalibratorFlaw? {
    CalibratorCheck.temperature(temperature)
      ?? CalibratorCheck.number(uniformShare, 0...1, key: "uniformShare") ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let probabilities = softmax(logits, temperature: temperature)
    return LaplaceMixture.mixed(probabilities, share: uniformShare)
  }
}

extension TemperatureCalibrator {
  private enum CodingKeys: String, CodingKey { case temperature, classes, warnings, uniformShare }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    temperature = try container.decode(Double.self, forKey: .temperature)
    classes = try container.decode(Int.self, forKey: .classes)
    warnings = try container.decode([String].self, forKey: .warnings)
    // Files of earlier versions do not have it.
    uniformShare = try container.decodeIfPresent(Double.self, forKey: .uniformShare) ?? 0
  }
}
