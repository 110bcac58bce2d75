import ArrayFiles
import Calibration
import Foundation

/// Fits the calibrators of a recipe to a run's held-out predictions, chooses one of them or none, and measures
/// what they do.
struct RunCalibration {
  let run: RunDirectory
  let recipe: Recipe
  let training: Predictions?
  /// `nil` when nothing was held out: then there is no calibration.
  let calibration: Predictions?
  let observer: (any TrainingObserver)?
  /// In class order, for the files of the calibrators; `nil` for names that say nothing.
  var classNames: [String]?

  /// A model trained for a uniform prior is calibrated for one.
  private var fitWeighting: SampleWeighting {
    recipe.targetsUniformPrior ? .shrunkClasses : .samples
  }

  func evaluation(
    of test: Predictions, on part: String, selection: CheckpointSelection, chosenEpoch: Int?,
    imagesPerSecond: [String: Double]
  ) throws -> Evaluation {
    var results = [try EvaluatedCalibrator(name: nil, probabilities: softmax(test.logits), test)]
    var choice: CalibratorChoice?
    if let calibration {
      let methods = try recipe.calibration.methods(weighting: fitWeighting)
      for method in methods {
        let name = type(of: method).name
        do {
          let fitted = try fit(method, to: calibration)
          var result = try EvaluatedCalibrator(
            name: name, probabilities: try fitted.probabilities(for: test), test)
          result.warnings = fitted.warnings
          results.append(result)
        } catch let error as CalibrationError {
          observer?.noted("\(name) was skipped: \(error)")
          results.append(EvaluatedCalibrator(name: name, skipped: "\(error)"))
        }
      }
      let fitted = results.filter { $0.skipped == nil }.compactMap(\.calibrator)
      choice = try self.choice(
        among: methods.filter { fitted.contains(type(of: $0).name) }, on: calibration)
    }
    var evaluation = Evaluation(
      part: part, selection: selection, chosenEpoch: chosenEpoch,
      preferredCalibrator: choice?.chosen, choice: choice, results: results,
      imagesPerSecond: imagesPerSecond)
    evaluation.noteCosts()
    if let choice {
      observer?.noted("calibrator \(choice)")
      if let worse = evaluation.worseThanUncalibrated { observer?.noted("warning: \(worse)") }
    }
    return evaluation
  }

  private func choice(
    among methods: [any CalibrationMethod], on calibration: Predictions
  ) throws -> CalibratorChoice {
    var selection = CalibratorSelection()
    selection.weighting = recipe.calibration.weighting
    selection.expertCalibration = order
    selection.combination = combination
    return try selection.choice(among: methods, on: calibration, training: training)
  }

  /// A network ends with the mean of its experts' logits; of those that a router chose, no file of all
  /// experts' logits can be combined to the same.
  private var combination: EnsembleCombination? {
    recipe.model.experts > 1 && !recipe.prediction.choosesExperts ? .meanLogits : nil
  }

  /// Of a single network both orders are the same.
  private var order: ExpertCalibration {
    recipe.model.experts > 1 ? recipe.expertCalibration : .combined
  }

  private func fit(
    _ method: some CalibrationMethod, to calibration: Predictions
  ) throws -> FittedCalibration {
    let fitted = try method.fitted(
      to: calibration, training: training, calibrating: order, combination: combination)
    try CalibratorFile.write(
      fitted, method: method, input: InputDescription(kind: .logits, classNames: classNames),
      to: run.calibratorPath(type(of: method).name))
    for warning in fitted.warnings {
      observer?.noted("warning: \(type(of: method).name): \(warning)")
    }
    return fitted
  }
}
