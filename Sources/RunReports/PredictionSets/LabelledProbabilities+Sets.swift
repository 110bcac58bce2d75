public import ArrayFiles
public import Calibration

extension LabelledProbabilities {
  /// Finds out whether others are of the same classes.
  /// - Parameters:
  ///   - other: those that these are to be used with.
  ///   - path: where they are.
  ///   - owner: where these are.
  /// - Throws: `FileProblem` for another number of classes, or other names.
  public func checkSameClasses(
    _ other: LabelledProbabilities, in path: String, as owner: String
  ) throws(FileProblem) {
    guard rows.classes == other.rows.classes else {
      throw FileProblem(path, "\(other.rows.classes) classes; \(owner) has \(rows.classes)")
    }
    try input.checkSameClasses(other.input, in: path, as: owner)
  }

  /// The class prior of others, estimated without their labels.
  /// - Parameters:
  ///   - others: of another world, through the same calibrator.
  ///   - path: where they are, for messages.
  /// - Returns: the estimate of the default method.
  /// - Throws: `FileProblem` where it cannot be had.
  public func estimatedPrior(
    of others: LabelledProbabilities, in path: String
  ) throws -> PriorEstimate {
    do {
      return try PriorEstimation.ofCalibrated(
        others.rows, labelled: (rows, labels), by: identity)
    } catch let error as CalibrationError {
      throw FileProblem(path, error.description)
    }
  }

  /// How sure the model is of its answers, and whether they are right.
  /// - Throws: `FileProblem` when the rows cannot be read.
  public func topAnswers() throws -> TopAnswers { try TopAnswers(rows, labels: labels) }
}

extension SetMethod {
  /// A predictor that knows what its probabilities come from.
  /// - Parameters:
  ///   - opened: samples that neither the model nor its calibrator has seen.
  ///   - facts: what is known of the classes.
  /// - Returns: a predictor for probabilities of the same calibrator.
  /// - Throws: `CalibrationError` for settings out of range, and too few samples; `FileProblem` when the rows cannot
  ///   be read.
  public func fitted(to opened: LabelledProbabilities, facts: ClassFacts) throws -> SetPredictor {
    var predictor = try fitted(
      to: opened.rows, labels: opened.labels, facts: facts, calibrator: opened.identity)
    predictor.combination = opened.combination
    predictor.classNames = opened.input.classNames
    return predictor
  }
}

extension SetComparison {
  /// The comparison of sets made from some samples and measured on others.
  /// - Parameters:
  ///   - validation: samples that neither the model nor its calibrator has seen.
  ///   - test: samples to measure on.
  /// - Returns: one entry for each score and rule.
  /// - Throws: as `run(calibration:test:)`.
  public func run(
    _ validation: LabelledProbabilities, test: LabelledProbabilities
  ) throws -> [ComparedSets] {
    try run(calibration: (validation.rows, validation.labels), test: (test.rows, test.labels))
  }
}
