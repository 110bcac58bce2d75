/// What is kept of each sample for figures that need more than bins: the answer, how sure it was, and its
/// two proper scores. 36 bytes a sample, whatever the number of classes.
struct SampleOutcomes: Sendable {
  private(set) var labels: [Int] = []
  private(set) var predicted: [Int32] = []
  private(set) var confidences: [Double] = []
  private(set) var correct: [Bool] = []
  /// −log p of the label.
  private(set) var likelihoods: [Double] = []
  /// Σ (p − y)² over classes.
  private(set) var squares: [Double] = []

  var count: Int { labels.count }

  mutating func reserve(_ samples: Int) {
    labels.reserveCapacity(samples)
    predicted.reserveCapacity(samples)
    confidences.reserveCapacity(samples)
    correct.reserveCapacity(samples)
    likelihoods.reserveCapacity(samples)
    squares.reserveCapacity(samples)
  }

  mutating func append(_ probabilities: Probabilities, labels part: [Int]) {
    let top = TopLabels(probabilities)
    let scores = LikelihoodScores.perSample(probabilities, labels: part)
    labels += part
    predicted += top.predicted.lazy.map { Int32($0) }
    confidences += top.confidences
    correct += top.correct(part)
    likelihoods += scores.likelihood
    squares += scores.brier
  }
}
