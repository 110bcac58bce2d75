/// softmax(W x + b), x being logits or log-probabilities.
public struct MatrixCalibrator: Calibrator, Equatable {
  public let input: LinearInput
  /// W, `[classes, classes]`.
  public let matrix: [[Double]]
  /// b, one a class.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { offsets.count }

  public var dependsOnOffset: Bool { input == .logits }

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
    return logits.linear(.full, input, parameters: matrix.flatMap { $0 } + offsets)
  }

  /// - Throws: ``CalibrationError/notFitted(_:)`` when there are so many classes that the samples say
  ///   nothing about most of the parameters.
  static func fitted(
    to validation: Predictions, input: LinearInput, penalty: OffDiagonalPenalty,
    weighting: SampleWeighting
  ) throws -> MatrixCalibrator {
    try validation.check(as: "validation")
    let classes = validation.logits.classes
    let parameters = LinearScores.full.parameterCount(classes: classes)
    guard parameters <= 10 * validation.labels.count else {
      throw CalibrationError.notFitted(
        "\(parameters) parameters for \(validation.labels.count) validation samples; "
          + "at most 10 a sample are fitted")
    }
    let solution = try LinearFit(
      predictions: validation, weights: validation.weights(weighting), scores: .full,
      input: input, strengths: penalty.strengths(classes: classes)
    ).solve()
    return MatrixCalibrator(
      input: input,
      matrix: (0..<classes).map { Array(solution.point[$0 * classes..<($0 + 1) * classes]) },
      offsets: Array(solution.point.suffix(classes)),
      warnings: LinearSettings.warnings(solution, validation))
  }
}
