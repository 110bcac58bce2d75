public import Calibration
import Foundation

/// A finished run with its data, ready to be measured anew.
public final class FinishedRun {
  public let trained: TrainedModel
  public let data: DataPartition
  public let evaluator: Evaluator

  public var recipe: Recipe { trained.recipe }

  /// - Throws: `FileProblem` when the run is missing, unfinished or damaged, or its data has changed.
  public init(_ path: String, execution: Execution) throws {
    trained = try TrainedModel(path, device: execution.device)
    data = try trained.recipe.data.partition(seed: trained.recipe.seed)
    evaluator = Evaluator(
      model: trained.model, rule: trained.recipe.prediction,
      trainedCounts: trained.description.trainedCounts, execution: execution)
  }

  /// Figures of some predictions through every calibrator of the run.
  /// - Throws: `FileProblem`, `CalibrationError`.
  public func evaluation(of predictions: Predictions, on part: String) throws -> Evaluation {
    var results = [
      EvaluatedCalibrator(name: nil, probabilities: softmax(predictions.logits), predictions)
    ]
    let run = trained.run
    for result in try Evaluation.read(run.evaluationPath).results {
      guard let name = result.calibrator, result.skipped == nil else { continue }
      let calibrator = try CalibratorFile.read(run.calibratorPath(name)).calibrator
      results.append(
        EvaluatedCalibrator(
          name: name, probabilities: try calibrator.probabilities(for: predictions.logits),
          predictions))
    }
    return Evaluation(
      part: part, selection: recipe.selection, chosenEpoch: trained.chosenEpoch,
      preferredCalibrator: nil, results: results, imagesPerSecond: [:])
  }
}
