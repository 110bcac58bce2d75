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
  /// - Parameters:
  ///   - predictions: as the network made them.
  ///   - part: the folder below `predictions/` that they would lie in.
  ///   - correction: to another class prior, after calibration.
  /// - Returns: first without a calibrator, then one entry each.
  /// - Throws: `FileProblem`, `CalibrationError`.
  public func evaluation(
    of predictions: Predictions, on part: String, correction: PriorCorrection? = nil
  ) throws -> Evaluation {
    func measured(
      _ name: String?, _ probabilities: Probabilities
    ) throws -> EvaluatedCalibrator {
      EvaluatedCalibrator(
        name: name, probabilities: try correction?(probabilities) ?? probabilities, predictions)
    }
    var results = [try measured(nil, softmax(predictions.logits))]
    let run = trained.run
    try run.requireUnchanged(run.evaluationPath, run.calibratorFolder)
    for result in try Evaluation.read(run.evaluationPath).results {
      guard let name = result.calibrator, result.skipped == nil else { continue }
      let fitted = try CalibratorFile.read(run.calibratorPath(name)).fitted
      results.append(try measured(name, fitted.probabilities(for: predictions)))
    }
    return Evaluation(
      part: part, selection: recipe.selection, chosenEpoch: trained.chosenEpoch,
      preferredCalibrator: nil, results: results, imagesPerSecond: [:])
  }
}
