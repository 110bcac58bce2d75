/// softmax(z / T + b): one temperature and an offset a class, of least cross-entropy (BCTS; Alexandari et al.,
/// 2020).
///
/// The offsets take in how common the classes are in the validation set: where that differs from the world,
/// correct the prior after it.
public struct BiasCorrectedTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "bcts"
  public static let summary = "one temperature and an offset for each class (BCTS)"

  /// T lies in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// Penalty on Σ b², beside the mean cross-entropy, 0 to 10⁶: so small that it decides only about classes without
  /// samples. Mean probabilities are the classes' shares up to it, which estimates of a class prior rest on.
  public var penalty = 1e-9
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: Double) { self.penalty = penalty }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    try SettingRange.require("penalty", penalty, in: LinearSettings.penalties)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> BiasCorrectedTemperatureCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let classes = validation.logits.classes
    let scores = LinearScores.commonlyScaledAndShifted
    let bound = [Double](repeating: LinearSettings.parameterBound, count: classes)
    let solution = try LinearFit(
      inputs: LinearInput.logits.inputs(validation.logits), labels: validation.labels,
      weights: validation.weights(weighting), scores: scores,
      penalty: QuadraticPenalty(
        strengths: [0] + [Double](repeating: penalty, count: classes),
        centre: scores.identity(classes: classes)),
      lower: [1 / upperBound] + bound.map { -$0 }, upper: [1 / lowerBound] + bound
    ).solve()
    let temperature = min(max(1 / solution.point[0], lowerBound), upperBound)
    var warnings = LinearSettings.warnings(solution, validation)
    if solution.point[0] <= 1 / upperBound || solution.point[0] >= 1 / lowerBound {
      let which = solution.point[0] <= 1 / upperBound ? "upper" : "lower"
      warnings.append("the temperature reached its \(which) bound \(temperature)")
    }
    // What all offsets have in common changes nothing.
    let offsets = solution.point.suffix(classes)
    let mean = offsets.reduce(0, +) / Double(classes)
    return BiasCorrectedTemperatureCalibrator(
      temperature: temperature, offsets: offsets.map { $0 - mean }, warnings: warnings)
  }
}

/// softmax(z / T + b).
public struct BiasCorrectedTemperatureCalibrator: Calibrator, Equatable {
  /// T, the divisor of the logits before the offsets are added.
  public let temperature: Double
  /// b, one a class, with mean 0.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { offsets.count }

  public var fittedTemperature: Double? { temperature }

  public var facts: [CalibratorFact] {
    [.temperature(temperature)] + CalibratorFact.range("offsets", offsets)
  }

  public var flaw: CalibratorFlaw? {
    CalibratorCheck.temperature(temperature)
      ?? CalibratorCheck.parameters(offsets, key: "offsets") ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return logits.scaled(
      .logits, factors: [Double](repeating: 1 / temperature, count: classes), offsets: offsets)
  }
}
