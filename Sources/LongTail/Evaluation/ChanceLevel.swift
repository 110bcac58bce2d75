public import Calibration

/// What answers that have nothing to do with the samples reach, given how often each class is answered.
///
/// With n_c samples of class c and a share p_c of all answers, the recall of c is then binomial: balanced
/// accuracy has the mean Σ p_c / C and the variance Σ p_c (1 − p_c) / n_c / C², over the C classes that
/// occur.
public struct ChanceLevel: Sendable, Codable, Equatable {
  /// Mean of the recalls of the classes that occur, in [0, 1].
  public let balancedAccuracy: Double
  /// What guessing reaches on average: 1 / C where all answers are among the classes that occur.
  public let expected: Double
  /// What guessing exceeds in one of a hundred cases; above 1 where there are too few samples to tell.
  public let limit: Double
  /// The class that is answered most often.
  public let commonestAnswer: Int
  /// Share of ``commonestAnswer`` among the answers, in [0, 1].
  public let commonestShare: Double

  /// 99 % of a normal distribution lies below so many deviations.
  private static let quantile = 2.326

  /// - Parameter predictions: of at least one sample.
  public init(_ predictions: Predictions) {
    let classes = predictions.logits.classes
    let top = TopLabels(softmax(predictions.logits))
    var answers = [Int](repeating: 0, count: classes)
    var samples = answers
    for answer in top.predicted { answers[answer] += 1 }
    for label in predictions.labels { samples[label] += 1 }
    let present = samples.indices.filter { samples[$0] > 0 }
    let count = Double(max(1, present.count))
    let total = Double(max(1, predictions.labels.count))
    var mean = 0.0
    var variance = 0.0
    for label in present {
      let share = Double(answers[label]) / total
      mean += share / count
      variance += share * (1 - share) / Double(samples[label]) / (count * count)
    }
    balancedAccuracy =
      Accuracy(top, labels: predictions.labels, classes: classes).balanced ?? 0
    expected = mean
    limit = mean + Self.quantile * variance.squareRoot()
    commonestAnswer = answers.indices.max { answers[$0] < answers[$1] } ?? 0
    commonestShare = Double(answers[commonestAnswer]) / total
  }

  /// Whether guessing explains the accuracy; where there are too few samples to tell, it does not.
  public var isGuessing: Bool { limit < 1 && balancedAccuracy <= limit + 1e-9 }
}
