/// softmax(v ⊙ z + b): one factor and one offset a class, of least cross-entropy (Guo et al., 2017).
///
/// A small quadratic penalty towards v = 1, b = 0 makes the optimum unique and finite, also for classes
/// with few validation samples.
public struct VectorScaling: CalibrationMethod, Equatable {
  public static let name = "vector"
  public static let summary = "a scale and an offset for each class"

  /// Penalty on Σ (v − 1)² + Σ b², beside the mean cross-entropy. 0 is the published form, which need not
  /// have an optimum.
  public var penalty = 1e-6
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: Double = 1e-6, weighting: SampleWeighting = .samples) {
    self.penalty = penalty
    self.weighting = weighting
  }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("penalty", penalty, in: LinearSettings.penalties)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> VectorCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let classes = validation.logits.classes
    // Without a penalty offsets may run away: bounded, with a warning.
    let bound = LinearSettings.parameterBound
    let scores = LinearScores.scaledAndShifted
    let solution = try LinearFit(
      inputs: LinearInput.logits.inputs(validation.logits), labels: validation.labels,
      weights: validation.weights(weighting), scores: scores,
      penalty: QuadraticPenalty(penalty, centre: scores.identity(classes: classes)),
      lower: [Double](repeating: -bound, count: 2 * classes),
      upper: [Double](repeating: bound, count: 2 * classes)
    ).solve()
    return VectorCalibrator(
      factors: Array(solution.point.prefix(classes)),
      offsets: Array(solution.point.suffix(classes)),
      warnings: LinearSettings.warnings(solution, validation))
  }
}

/// softmax(v ⊙ z + b).
public struct VectorCalibrator: Calibrator, Equatable {
  /// v, one a class.
  public let factors: [Double]
  /// b, one a class.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { factors.count }

  public var dependsOnOffset: Bool { true }

  public var facts: [CalibratorFact] {
    CalibratorFact.range("factors", factors) + CalibratorFact.range("offsets", offsets)
  }

  public var flaw: CalibratorFlaw? {
    classFlaw(("offsets", offsets.count))
      ?? CalibratorCheck.parameters(factors, key: "factors")
      ?? CalibratorCheck.parameters(offsets, key: "offsets")
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return logits.scaled(.logits, factors: factors, offsets: offsets)
  }
}
