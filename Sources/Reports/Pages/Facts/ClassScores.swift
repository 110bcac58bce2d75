/// What happened to the test samples of one class.
public struct ClassScores: Sendable, Codable, Equatable {
  /// Test samples whose true class this is.
  public var samples: Int
  /// Of those, the correctly predicted ones.
  public var correct: Int
  /// Test samples predicted as this class, rightly or not; `nil` when not known.
  public var predicted: Int?
  /// Mean confidence over the samples whose true class this is, in [0, 1].
  public var confidence: Double?

  public init(samples: Int, correct: Int, predicted: Int? = nil, confidence: Double? = nil) {
    self.samples = samples
    self.correct = correct
    self.predicted = predicted
    self.confidence = confidence
  }

  /// Share of correct predictions (recall), in [0, 1]; `nil` without a sample.
  public var accuracy: Double? { samples > 0 ? Double(correct) / Double(samples) : nil }

  /// Share of the predictions of this class that are right, in [0, 1]; `nil` when there is none.
  public var precision: Double? {
    guard let predicted, predicted > 0 else { return nil }
    return Double(correct) / Double(predicted)
  }
}
