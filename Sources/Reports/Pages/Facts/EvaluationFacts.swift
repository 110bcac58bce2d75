public import Calibration

/// One evaluation: a run's test predictions through one calibrator, or through none.
public struct EvaluationFacts: Sendable, Codable, Equatable {
  /// The calibrator's name; `nil` before calibration.
  public var calibrator: String?
  /// The figures of all samples.
  public var scores: FigureTable
  /// All samples.
  public var reliability: Reliability?
  /// Samples by the group of their true class.
  public var reliabilityByTrueGroup: [ShotGroup: Reliability]
  /// Samples by the group of their predicted class.
  public var reliabilityByPredictedGroup: [ShotGroup: Reliability]
  /// One entry a class, in class order; empty when not known.
  public var classes: [ClassScores]
  /// How often each class was taken for each other; `nil` when not known.
  public var confusion: ConfusionCounts?
  /// Convention of the calibration errors, as the metrics print it: `ece/top-label/l1/width15/(lo,hi]`.
  public var convention: String?
  /// Fitted settings worth showing: "temperature", "1.52".
  public var facts: [Fact]
  /// What its fit warned of; empty when all is well.
  public var warnings: [String]

  public init(
    calibrator: String? = nil, scores: FigureTable, reliability: Reliability? = nil,
    reliabilityByTrueGroup: [ShotGroup: Reliability] = [:],
    reliabilityByPredictedGroup: [ShotGroup: Reliability] = [:],
    classes: [ClassScores] = [], confusion: ConfusionCounts? = nil, convention: String? = nil,
    facts: [Fact] = [], warnings: [String] = []
  ) {
    self.calibrator = calibrator
    self.scores = scores
    self.reliability = reliability
    self.reliabilityByTrueGroup = reliabilityByTrueGroup
    self.reliabilityByPredictedGroup = reliabilityByPredictedGroup
    self.classes = classes
    self.confusion = confusion
    self.convention = convention
    self.facts = facts
    self.warnings = warnings
  }
}
