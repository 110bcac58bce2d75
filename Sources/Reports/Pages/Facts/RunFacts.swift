public import Calibration

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
  /// The calibrator whose "after" figures are shown first, `none` where the run chose none; `nil` for the last
  /// evaluation.
  public var preferredCalibrator: String?
  /// Why the run ended with that one; `nil` where nothing was chosen.
  public var choice: CalibratorChoice?
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
  /// What it knows at coarser levels than the classes; `nil` without a hierarchy.
  public var hierarchy: HierarchyFigures?

  public init(
    name: String, method: String, stamps: [Stamp] = [], evaluations: [EvaluationFacts],
    preferredCalibrator: String? = nil, choice: CalibratorChoice? = nil,
    history: TrainingHistory? = nil, recipe: String? = nil,
    environment: [Fact] = [], weightNorms: [Double] = [], experts: ExpertFacts? = nil,
    stages: [StageFacts] = [], hierarchy: HierarchyFigures? = nil
  ) {
    self.name = name
    self.method = method
    self.stamps = stamps
    self.evaluations = evaluations
    self.preferredCalibrator = preferredCalibrator
    self.choice = choice
    self.history = history
    self.recipe = recipe
    self.environment = environment
    self.weightNorms = weightNorms
    self.experts = experts
    self.stages = stages
    self.hierarchy = hierarchy
  }

  /// The evaluation before calibration.
  public var uncalibrated: EvaluationFacts? { evaluations.first { $0.calibrator == nil } }

  /// The evaluation after the preferred calibration; `nil` when there is none, or none was chosen.
  public var calibrated: EvaluationFacts? {
    guard preferredCalibrator != CalibratorChoice.uncalibrated else { return nil }
    let after = evaluations.filter { $0.calibrator != nil }
    return after.first { $0.calibrator == preferredCalibrator } ?? after.last
  }

  /// The evaluation that the run ends with.
  var headline: EvaluationFacts? { calibrated ?? uncalibrated }

  /// The error before calibration, where the one that the run ends with is larger, as far as pages show it.
  var smallerUncalibratedError: Double? {
    guard let before = uncalibrated?.scores["ece"], let after = calibrated?.scores["ece"],
      after > before, Numerals.percent(after) != Numerals.percent(before)
    else { return nil }
    return before
  }

  /// Whether its figures are not comparable with honest ones.
  var isMarked: Bool { stamps.contains { $0.kind == .warning } }

  /// The name for charts, which have no room for stamps.
  var chartName: String { isMarked ? "\(name) †" : name }

  /// The evaluation that shows what the model itself does: before calibration, when there is one.
  var model: EvaluationFacts? { uncalibrated ?? evaluations.first }
}
