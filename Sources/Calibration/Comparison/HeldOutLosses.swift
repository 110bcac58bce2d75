/// What a candidate loses on samples that its fit has not seen.
struct HeldOutLosses: Sendable {
  /// −log max(p of the label, 10⁻²⁰) in nats: `[samples]`
  let values: [Double]
  /// The variance over labels drawn from the uncalibrated probabilities, in nats², of how much less that is than
  /// without calibration: `[samples]`. Where by chance no answer among the samples is wrong, the losses do not show
  /// how much an error would have changed them; this does.
  let nullVariances: [Double]

  init(values: [Double], nullVariances: [Double]) {
    self.values = values
    self.nullVariances = nullVariances
  }

  /// - Parameters:
  ///   - probabilities: `[samples, classes]`, after calibration.
  ///   - uncalibrated: the same before it.
  ///   - labels: `[samples]`
  init(_ probabilities: Probabilities, uncalibrated: Probabilities, labels: [Int]) {
    values = LikelihoodScores.perSample(probabilities, labels: labels).likelihood
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
}
