/// One trained run as a report shows it.
public struct RunFacts: Sendable, Codable, Equatable {
  /// Short and unique in the report: "balanced-softmax, seed 0".
  public var name: String
  /// The method's name: "balanced-softmax".
  public var method: String
  /// Shown beside the figures of the run: warnings in every row, notes once a table.
  public var stamps: [Stamp]
  /// First the one before calibration, then one a calibrator, in the order to show them.
  public var evaluations: [EvaluationFacts]
  /// The calibrator whose "after" figures are shown first; `nil` for the last evaluation.
  public var preferredCalibrator: String?
  /// What was logged while it trained; `nil` when not known.
  public var history: TrainingHistory?
  /// The resolved recipe as YAML text.
  public var recipe: String?
  /// Versions, device, threads, command line, durations.
  public var environment: [Fact]
  /// Norm of each class's classifier weights, in class order; empty when not known.
  public var weightNorms: [Double]
  /// What its experts are good at; `nil` for a single network.
  public var experts: ExpertFacts?
  /// What each stage of training left behind, in order; empty when not known.
  public var stages: [StageFacts]

  public init(
    name: String, method: String, stamps: [Stamp] = [], evaluations: [EvaluationFacts],
    preferredCalibrator: String? = nil, history: TrainingHistory? = nil, recipe: String? = nil,
    environment: [Fact] = [], weightNorms: [Double] = [], experts: ExpertFacts? = nil,
    stages: [StageFacts] = []
  ) {
    self.name = name
    self.method = method
    self.stamps = stamps
    self.evaluations = evaluations
    self.preferredCalibrator = preferredCalibrator
    self.history = history
    self.recipe = recipe
    self.environment = environment
    self.weightNorms = weightNorms
    self.experts = experts
    self.stages = stages
  }

  /// The evaluation before calibration.
  public var uncalibrated: EvaluationFacts? { evaluations.first { $0.calibrator == nil } }

  /// The evaluation after the preferred calibration; `nil` when there is none.
  public var calibrated: EvaluationFacts? {
    let after = evaluations.filter { $0.calibrator != nil }
    return after.first { $0.calibrator == preferredCalibrator } ?? after.last
  }

  /// Whether its figures are not comparable with honest ones.
  var isMarked: Bool { stamps.contains { $0.kind == .warning } }

  /// The name for charts, which have no room for stamps.
  var chartName: String { isMarked ? "\(name) †" : name }

  /// The evaluation that shows what the model itself does: before calibration, when there is one.
  var model: EvaluationFacts? { uncalibrated ?? evaluations.first }
}
