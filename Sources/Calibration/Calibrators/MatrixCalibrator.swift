/// softmax(W x + b), x being logits or log-probabilities.
public struct MatrixCalibrator: Calibrator, Equatable {
  /// What x is.
  public let input: LinearInput
  /// W, `[classes, classes]`.
  public let matrix: [[Double]]
  /// b, one a class.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { offsets.count }

  public var dependsOnOffset: Bool { input == .logits }

  public var facts: [CalibratorFact] {
    CalibratorFact.range("diagonal", matrix.indices.map { matrix[$0][$0] })
      + CalibratorFact.range("offsets", offsets)
  }

  public var flaw: CalibratorFlaw? {
    if let flaw = classFlaw(("matrix", matrix.count)) { return flaw }
    for (index, row) in matrix.enumerated() {
      guard row.count == classes else {
        return CalibratorFlaw(
          "matrix.\(index)", "\(row.count) numbers for \(classes) classes")
      }
      if let flaw = CalibratorCheck.parameters(row, key: "matrix.\(index)") { return flaw }
    }
    return CalibratorCheck.parameters(offsets, key: "offsets")
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return logits.multiplied(.plain(input), matrix: matrix, offsets: offsets)
  }

  /// - Throws: ``CalibrationError/notFitted(_:)`` when there are so many classes that the samples say
  ///   nothing about most of the parameters.
  static func fitted(
    to validation: Predictions, input: LinearInput, penalty: MatrixPenalty,
    weighting: SampleWeighting
  ) throws -> MatrixCalibrator {
    try validation.check(as: "validation")
    let classes = validation.logits.classes
    let samples = validation.labels.count
    let weights = try validation.weights(weighting)
    let quadratic: QuadraticPenalty
    switch penalty {
    case .samples:
      let strength = MatrixPenalty.ofPair(classes: classes, samples: samples)
      guard strength <= MatrixPenalty.decisive else {
        throw CalibrationError.notFitted(
          "\(classes) × \(classes) parameters for \(samples) validation samples, which say nothing "
            + "about what lies off the diagonal; svs and vector fit the diagonal alone")
      }
      let temperature = try TemperatureSolver(
        predictions: validation, weights: weights, lowerBound: TemperatureScaling().lowerBound,
        upperBound: TemperatureScaling().upperBound
      ).solve()
      quadratic = MatrixPenalty.perSample(
        classes: classes, samples: samples, scale: 1 / temperature.temperature)
    case .offDiagonal(let constants):
      let parameters = LinearScores.full.parameterCount(classes: classes)
      guard parameters <= 10 * samples else {
        throw CalibrationError.notFitted(
          "\(parameters) parameters for \(samples) validation samples; "
            + "at most 10 a sample are fitted")
      }
      quadratic = try constants.quadratic(classes: classes)
    }
    let inputs = input.inputs(validation.logits)
    let solution = try MatrixFit(
      inputs: inputs, labels: validation.labels, weights: weights, penalty: quadratic
    ).solve()
    return MatrixCalibrator(
      input: input, matrix: solution.matrix, offsets: solution.offsets,
      warnings: LinearSettings.warnings(solution.minimum, validation))
  }
}
