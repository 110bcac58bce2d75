/// What a candidate loses on samples that its fit has not seen.
struct HeldOutLosses: Sendable {
  /// −log max(p of the label, 10⁻²⁰) in nats: `[samples]`
  let values: [Double]
  /// The variance over labels drawn from the uncalibrated probabilities, in nats², of how much less that is than
  /// without calibration: `[samples]`. Where by chance no answer among the samples is wrong, the losses do not show
  /// how much an error would have changed them; this does.
  let nullVariances: [Double]
  /// How sure its answers are, in [0, 1]: `[samples]`
  let confidences: [Double]
  /// Whether they are right: `[samples]`
  let correct: [Bool]

  init(
    values: [Double], nullVariances: [Double], confidences: [Double], correct: [Bool]
  ) {
    self.values = values
    self.nullVariances = nullVariances
    self.confidences = confidences
    self.correct = correct
  }

  /// - Parameters:
  ///   - probabilities: `[samples, classes]`, after calibration.
  ///   - uncalibrated: the same before it.
  ///   - labels: `[samples]`
  init(_ probabilities: Probabilities, uncalibrated: Probabilities, labels: [Int]) {
    values = LikelihoodScores.perSample(probabilities, labels: labels).likelihood
    let top = TopLabels(probabilities)
    confidences = top.confidences
    correct = top.correct(labels)
    let classes = uncalibrated.classes
    let before = uncalibrated.values
    func floored(_ values: [Double]) -> [Double] {
      logarithms(values.map { max($0, LikelihoodScores.floor) })
    }
    let gains = zip(floored(probabilities.values), floored(before)).map { $0 - $1 }
    nullVariances = labels.indices.map { row in
      let columns = row * classes..<(row + 1) * classes
      let mean = columns.reduce(0) { $0 + before[$1] * gains[$1] }
      return columns.reduce(0) { $0 + before[$1] * (gains[$1] - mean) * (gains[$1] - mean) }
    }
  }

  /// The smooth calibration error of the answers, in [0, 1]; each sample counts by its weight.
  func calibrationError(weights: [Double]) -> Double {
    SmoothCalibrationError()(confidences: confidences, correct: correct, weights: weights) ?? 0
  }
}
