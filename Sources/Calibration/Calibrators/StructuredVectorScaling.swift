/// softmax(v ⊙ x + b) on the log-probabilities x after temperature scaling, kept near it unless the samples of
/// a class can tell (SVS; Berta, Holzmüller, Jordan & Bach, 2026).
public struct StructuredVectorScaling: CalibrationMethod, Equatable {
  public static let name = "svs"
  public static let summary =
    "a temperature, then a scale and an offset a class as samples allow (SVS)"

  /// The temperature is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// Times classes / samples: the penalty on Σ (v − 1)² + Σ b², beside the mean cross-entropy. 0 to 10⁶.
  public var penalty = 1.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: Double) { self.penalty = penalty }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    try SettingRange.require("penalty", penalty, in: LinearSettings.penalties)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> StructuredCalibrator
  {
    try validate()
    let start = try StructuredStart(
      validation, weighting, lowerBound: lowerBound, upperBound: upperBound)
    return try start.vector(penalty: penalty)
  }
}

/// What SVS and SMS begin with: temperature scaling with a little of the uniform distribution.
struct StructuredStart {
  let validation: Predictions
  let weights: [Double]
  let mixture: LaplaceMixture.Inputs
  /// Log-probabilities of the mixture.
  let inputs: Logits
  let warnings: [String]

  /// - Throws: ``CalibrationError`` for unusable predictions.
  init(
    _ validation: Predictions, _ weighting: SampleWeighting, lowerBound: Double,
    upperBound: Double
  ) throws(CalibrationError) {
    try validation.check(as: "validation")
    self.validation = validation
    weights = try validation.weights(weighting)
    let solution = try TemperatureSolver(
      predictions: validation, weights: weights, lowerBound: lowerBound, upperBound: upperBound
    ).solve()
    warnings = solution.warnings
    mixture = LaplaceMixture.Inputs(
      temperature: solution.temperature,
      uniformShare: LaplaceMixture.share(samples: validation.labels.count))
    inputs = mixture.inputs(validation.logits)
  }

  /// SVS.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when no sample counts.
  func vector(penalty: Double) throws(CalibrationError) -> StructuredCalibrator {
    let classes = inputs.classes
    let scores = LinearScores.scaledAndShifted
    let strength = penalty * Double(classes) / Double(inputs.samples)
    let solution = try LinearFit(
      inputs: inputs, labels: validation.labels, weights: weights, scores: scores,
      penalty: QuadraticPenalty(
        max(strength, LinearSettings.leastPenalty), centre: scores.identity(classes: classes))
    ).solve()
    return StructuredCalibrator(
      temperature: mixture.temperature, uniformShare: mixture.uniformShare,
      factors: Array(solution.point.prefix(classes)), couplings: nil,
      offsets: Array(solution.point.suffix(classes)),
      warnings: warnings + LinearSettings.warnings(solution, validation))
  }

  /// SMS.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when no sample counts.
  func matrix(penalty: Double, offDiagonal: Double) throws(CalibrationError)
    -> StructuredCalibrator
  {
    let solution = try MatrixFit(
      inputs: inputs, labels: validation.labels, weights: weights,
      penalty: MatrixPenalty.perSample(
        classes: inputs.classes, samples: inputs.samples, factor: penalty,
        offDiagonal: offDiagonal)
    ).solve()
    var couplings = solution.matrix
    for label in couplings.indices { couplings[label][label] = 0 }
    return StructuredCalibrator(
      temperature: mixture.temperature, uniformShare: mixture.uniformShare,
      factors: solution.matrix.indices.map { solution.matrix[$0][$0] }, couplings: couplings,
      offsets: solution.offsets,
      warnings: warnings + LinearSettings.warnings(solution.minimum, validation))
  }
}
