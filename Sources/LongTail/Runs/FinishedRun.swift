import ArrayFiles
public import Calibration
import Foundation

/// A finished run, ready to be measured anew. Its own data is read when it is asked for.
public final class FinishedRun {
  /// The run's network with its weights.
  public let trained: TrainedModel
  /// Asks the network as the run's recipe says.
  public let evaluator: Evaluator
  /// What the reader should know of the data that were read.
  public private(set) var remarks: [String] = []
  let execution: Execution
  private let acceptsChangedData: Bool
  private var checked: DataPartition?

  /// What the run carried out.
  public var recipe: Recipe { trained.recipe }

  /// - Parameters:
  ///   - path: the run's folder.
  ///   - execution: how the network is asked.
  ///   - acceptingChangedData: measures on the run's own data also when they have changed, without the
  ///     samples that it was trained on.
  /// - Throws: `FileProblem` when the run is missing, unfinished or damaged.
  public init(_ path: String, execution: Execution, acceptingChangedData: Bool = false) throws {
    trained = try TrainedModel(path, device: execution.device)
    evaluator = trained.evaluator(execution)
    self.execution = execution
    acceptsChangedData = acceptingChangedData
  }

  /// The run's own data, divided as it was trained on.
  /// - Throws: what the source finds wrong; `FileProblem` when the data have changed.
  public var data: DataPartition {
    get throws {
      if let checked { return checked }
      let recorded = try RecordedData(of: trained.run, recipe: recipe)
      let found = try recorded.checked(
        recorded.partition(), acceptingChanges: acceptsChangedData)
      let imbalance = try recipe.data.imbalanceFactor.flatMap {
        try ImbalanceFactor($0).warning(selected: trained.description.publishedCounts)
      }
      remarks += found.remarks + (imbalance.map { ["warning: \($0)"] } ?? [])
      checked = found.data
      return found.data
    }
  }

  /// Keeps lines for the reader, each once.
  func remark(_ lines: [String]) { remarks += lines.filter { !remarks.contains($0) } }

  /// The samples that conditions name, in the run's classes.
  func measured(_ conditions: EvaluationConditions) throws -> LabelledSamples {
    if let other = conditions.data {
      let found = try trained.samples(
        from: other, set: conditions.testSet, matching: conditions.matching)
      remark(found.remarks)
      return found.samples
    }
    guard let own = try data.samples(of: conditions.part) else {
      throw FileProblem(trained.run.path, "the run has no \(conditions.part.folder) part")
    }
    guard own.count > 0 else {
      throw FileProblem(
        trained.run.path, "the \(conditions.part.folder) part of its data has no sample")
    }
    return own
  }

  /// Figures of some predictions through every calibrator of the run.
  /// - Parameters:
  ///   - predictions: as the network made them.
  ///   - part: the folder below `predictions/` that they would lie in.
  ///   - correction: to another class prior, after calibration.
  ///   - estimatesPrior: whether the prior of the samples is estimated after each calibrator, without their
  ///     labels, and corrected; ``remarks`` say what was found.
  ///   - pool: takes up the samples as well, for figures of several test sets together.
  /// - Returns: first without a calibrator, then one entry each.
  /// - Throws: `FileProblem`, `CalibrationError`.
  public func evaluation(
    of predictions: Predictions, on part: String, correction: PriorCorrection? = nil,
    estimatingPrior estimatesPrior: Bool = false, pooling pool: PooledEvaluation? = nil
  ) throws -> Evaluation {
    func measured(_ calibrator: TrainedModel.ChosenCalibrator?) throws -> EvaluatedCalibrator {
      let plain = try predictions.probabilities(through: calibrator?.fitted)
      var probabilities = try correction?(plain) ?? plain
      if estimatesPrior {
        let found = try trained.correctedToOwnPrior(plain, calibrator: calibrator)
        remarks += [found.sentence] + found.doubts.map { "warning: \($0)" }
        probabilities = found.probabilities
      }
      pool?.add(probabilities, labels: predictions.labels, calibrator: calibrator?.name)
      return try EvaluatedCalibrator(
        name: calibrator?.name, probabilities: probabilities, predictions)
    }
    var results = [try measured(nil)]
    let run = trained.run
    try run.requireUnchanged(run.evaluationPath, run.calibratorFolder)
    for name in try run.evaluation().fittedCalibrators {
      results.append(try measured((name, CalibratorFile.read(run.calibratorPath(name)).fitted)))
    }
    return Evaluation(
      part: part, selection: recipe.selection, chosenEpoch: trained.chosenEpoch,
      preferredCalibrator: nil, results: results, imagesPerSecond: [:])
  }
}
