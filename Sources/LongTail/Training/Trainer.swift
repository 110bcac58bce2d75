public import ArrayFiles
import Calibration
import Foundation
import Torch

/// Carries out the stages of a recipe. It names no loss, model, dataset or method: what a method needs comes in
/// through the stage's streams, views, mixing, objectives, companions, hooks and rules.
public final class Trainer {
  let recipe: Recipe
  let data: DataPartition
  let model: ExpertModel
  let execution: Execution
  let observer: (any TrainingObserver)?
  let evaluator: Evaluator
  /// Trained networks by the index of the stage that asks them, then by their place among its companions.
  let teachers: [Int: [Int: TeacherNetwork]]
  /// `[width, embedding]`, of the file that the backbone came from, where it has one.
  let projection: NumericArray?
  let recorder: RunRecorder
  /// How much there is to do.
  private(set) lazy var work = TrainingWork(self)

  /// - Parameters:
  ///   - recipe: what is carried out.
  ///   - data: as the recipe's source gives and divides them.
  ///   - model: the network that is trained.
  ///   - run: the run's folder.
  ///   - execution: how it is carried out.
  ///   - teachers: trained networks, by the stage's index and their place among its companions.
  ///   - projection: `[width, embedding]`, of the file that the backbone came from; for fits of classifiers.
  ///   - observer: is told of progress.
  /// - Throws: `FileProblem` when a checkpoint to resume from does not read; ``SettingsError`` for a stage that the
  ///   execution's group cannot carry out.
  public init(
    recipe: Recipe, data: DataPartition, model: ExpertModel, run: RunDirectory,
    execution: Execution, teachers: [Int: [Int: TeacherNetwork]] = [:],
    projection: NumericArray? = nil,
    observer: (any TrainingObserver)? = nil
  ) throws {
    if execution.group != nil {
      for (index, stage) in recipe.stages.enumerated() {
        try within("stages.\(index)") { try stage.validateSharing() }
      }
    }
    self.recipe = recipe
    self.teachers = teachers
    self.projection = projection
    self.data = data
    self.model = model
    self.execution = execution
    self.observer = observer
    evaluator = Evaluator(
      model: model, rule: recipe.prediction, trainedCounts: data.training.samples.classCounts,
      normalization: data.training.samples.normalization, execution: execution)
    recorder = try RunRecorder(
      run: run, recipe: recipe, model: model, group: execution.group, observer: observer)
  }

  /// What measures a stage: the rule's answer, without experts that stay as they are while others train, which do not
  /// tell how far these have come.
  func stageEvaluator(resting: Set<Int>) -> Evaluator {
    let rule = recipe.prediction.leavingOut(resting, of: model.settings.experts)
    guard rule.expertWeights != recipe.prediction.expertWeights else { return evaluator }
    return Evaluator(
      model: model, rule: rule, trainedCounts: data.training.samples.classCounts,
      normalization: data.training.samples.normalization, execution: execution)
  }

  /// What the network says about the data's parts, for objectives.
  var answers: StageAnswers {
    let (evaluator, data) = (evaluator, data)
    return StageAnswers(
      training: { try evaluator.visit(data.training.samples, $0) },
      validation: data.validation.map { part in { try evaluator.visit(part.samples, $0) } })
  }

  /// Whether the run had been finished before.
  public var isFinished: Bool { recorder.state.finished }

  /// Trains what is left, then loads the weights that the recipe selects.
  /// - Throws: ``TrainingError``, `FileProblem`.
  public func train() throws {
    while !recorder.state.finished {
      if recipe.stages[recorder.state.stage].fit != nil {
        try ClassifierFitting(self).run()
      } else {
        try StageTraining(self).run()
      }
      try recorder.finishStage()
      // What comes next, a stage or measuring, would lay its own sizes beside the holes that steps have left.
      LibTorch.releaseFreedMemory()
    }
    if recorder.state.best != nil { try recorder.loadBest() }
  }

  /// The epoch, counted from 0 through the stages, whose weights are loaded; `nil` for the last one.
  public var chosenEpoch: Int? { recorder.state.chosenEpoch(in: recipe) }
}
