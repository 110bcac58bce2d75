import ArrayFiles
public import Calibration
import Foundation

extension TrainedModel {
  /// The run's calibrator of that name; the one that it chose on its held-out part when `nil`. No calibrator when
  /// the run has none or chose none, or for the name `none`.
  /// - Throws: `UnknownName`, `FileProblem`.
  public func calibrator(
    named name: String?
  ) throws -> (name: String, fitted: FittedCalibration)? {
    let evaluation = try run.evaluation()
    let known = evaluation.fittedCalibrators
    guard let name = name ?? evaluation.preferredCalibrator, name != CalibratorChoice.uncalibrated
    else { return nil }
    guard known.contains(name) else {
      throw UnknownName(
        "calibrator of \(run.path)", name, known: known + [CalibratorChoice.uncalibrated])
    }
    try run.requireUnchanged(run.calibratorPath(name))
    return (name, try CalibratorFile.read(run.calibratorPath(name)).fitted)
  }

  /// Probabilities for samples, through a calibrator where one is given.
  /// - Parameters:
  ///   - samples: as the model takes them.
  ///   - calibration: of the run; `nil` for the plain softmax.
  ///   - execution: how the network is asked.
  ///   - expertWeights: what each expert counts; as the recipe says when `nil`.
  /// - Returns: `[samples, classes]`.
  /// - Throws: `FileProblem`, `CalibrationError`.
  public func probabilities(
    of samples: LabelledSamples, calibration: FittedCalibration?, execution: Execution,
    expertWeights: [Double]? = nil
  ) throws -> Probabilities {
    let evaluator = evaluator(execution, expertWeights: expertWeights)
    switch calibration {
    case nil: return softmax(try evaluator.scores(on: samples))
    case .combined(let calibrator, _):
      return try calibrator.probabilities(for: evaluator.scores(on: samples))
    case .each(let calibrators):
      guard !recipe.prediction.choosesExperts else {
        let who =
          recipe.prediction.routes
          ? "a router chooses the experts that answer" : "experts count differently"
        throw FileProblem(
          run.path,
          "its calibrator is of each expert, but \(who); choose another calibrator, or none")
      }
      let outputs = try evaluator.outputs(on: samples, classCounts: nil)
      return try calibrators.probabilities(for: outputs.predictions.expertLogits)
    }
  }
}
