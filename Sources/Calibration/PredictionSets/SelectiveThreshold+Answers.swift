extension SelectiveThreshold {
  /// - Parameters:
  ///   - answers: of a model on held-out samples.
  ///   - risk: ε, in (0, 1).
  ///   - delta: δ, in (0, 1).
  /// - Throws: ``CalibrationError`` for numbers out of range, or no sample.
  public init(
    _ answers: TopAnswers, risk: Double, delta: Double = 0.1
  ) throws(CalibrationError) {
    try self.init(
      confidences: answers.confidences, correct: answers.correct, risk: risk, delta: delta)
  }

  /// What comes of the threshold on the answers to other samples.
  public func outcome(of answers: TopAnswers) -> Outcome {
    outcome(confidences: answers.confidences, correct: answers.correct)
  }
}
