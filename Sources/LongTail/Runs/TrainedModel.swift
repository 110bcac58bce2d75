import ArrayFiles
package import Calibration
import Foundation
public import Torch

/// A finished run's network with its weights, without the data it was trained on.
public final class TrainedModel {
  /// The run's folder.
  public let run: RunDirectory
  /// What the run carried out.
  public let recipe: Recipe
  /// What the run's data was, with the normalisation that the network expects.
  public let description: DataDescription
  /// The network with the weights that the run ended with.
  public let model: ExpertModel
  /// 0-based epoch, counted through the stages, whose weights these are; `nil` for the last.
  public let chosenEpoch: Int?
  /// Where the weights lie.
  let weightsFile: String

  /// - Parameters:
  ///   - path: the run's folder.
  ///   - device: where the network lies.
  ///   - stages: of a run with more stages, those after which it had these weights; its last ones when `nil`.
  /// - Throws: `FileProblem` when the run is missing, unfinished or damaged.
  public init(_ path: String, device: Device, afterStages stages: Int? = nil) throws {
    run = try RunDirectory.opened(path)
    try run.requireUnchanged(run.recipePath, run.dataDescriptionPath)
    recipe = try RecipeFile.read(run.recipePath)
    description = try DataDescription.read(run.dataDescriptionPath)
    model = try ExpertModel(
      recipe.model, input: description.input, classes: description.classNames.count,
      seed: UInt64(recipe.seed), device: device)
    let folder = (try? RunEnvironment.read(run.environmentPath))?.folder
    _ = try recipe.locatingWeights(from: folder).pretrained?.load(into: model)
    let checkpoint = try Self.checkpoint(of: run, recipe, afterStages: stages)
    try checkpoint.weights.load(into: model.store, leaving: recipe.leavesToFile)
    chosenEpoch = checkpoint.chosenEpoch
    weightsFile = checkpoint.weights.modelPath
  }

  private static func checkpoint(
    of run: RunDirectory, _ recipe: Recipe, afterStages stages: Int?
  ) throws -> (weights: RunCheckpoint, chosenEpoch: Int?) {
    if let stages, stages < recipe.stages.count {
      let weights = RunCheckpoint.stages(stages, in: run)
      guard weights.exists else {
        throw FileProblem(run.path, "has not come to the end of stage \(stages) yet")
      }
      return (weights, nil)
    }
    if let stages, stages > recipe.stages.count {
      throw FileProblem(
        run.path, "stage \(stages) was asked for; it has \(recipe.stages.count)")
    }
    try RunCheckpoint("last", in: run).recover()
    let state = try run.finishedState()
    return (
      RunCheckpoint(state.best == nil ? "last" : "best", in: run), state.chosenEpoch(in: recipe)
    )
  }

  /// What asks the network: with the normalisation that the run recorded, whatever the samples are.
  /// - Parameters:
  ///   - execution: how the network is asked.
  ///   - expertWeights: what each expert counts; as the recipe says when `nil`.
  /// - Returns: an evaluator of this network.
  func evaluator(_ execution: Execution, expertWeights: [Double]? = nil) -> Evaluator {
    var rule = recipe.prediction
    rule.expertWeights = expertWeights ?? rule.expertWeights
    return Evaluator(
      model: model, rule: rule, trainedCounts: description.trainedCounts,
      normalization: description.normalization, execution: execution)
  }
}

extension TrainingState {
  /// The best epoch, counted from 0 through the stages; `nil` when the last one counts.
  func chosenEpoch(in recipe: Recipe) -> Int? {
    best.map { best in
      recipe.stages[..<best.stage].reduce(0) { $0 + $1.epochs } + best.epoch
    }
  }
}

extension TrainedModel {
  /// The classes of the run, for what is read beside it.
  package var known: KnownClasses {
    KnownClasses(
      count: description.classNames.count, names: description.classNames, owner: run.path)
  }
}
