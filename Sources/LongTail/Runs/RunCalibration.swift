import ArrayFiles
import Calibration
import Foundation

/// Fits calibrators to a run's held-out predictions and measures what they do.
struct RunCalibration {
  let run: RunDirectory
  let recipe: Recipe
  let training: Predictions?
  /// `nil` when nothing was held out: then there is no calibration.
  let calibration: Predictions?
  let observer: (any TrainingObserver)?

  /// Names of the calibrators that every run gets.
  static let names = [TemperatureScaling.name, KnowledgeTransferTemperatureScaling.name]

  /// The calibrators that every run gets.
  private var methods: [any CalibrationMethod] {
    // A model trained for a uniform prior is calibrated for one.
    let weighting: SampleWeighting = recipe.targetsUniformPrior ? .shrunkClasses : .samples
    return [TemperatureScaling(weighting: weighting), KnowledgeTransferTemperatureScaling()]
  }

  func evaluation(
    of test: Predictions, on part: String, selection: CheckpointSelection, chosenEpoch: Int?,
    imagesPerSecond: [String: Double]
  ) throws -> Evaluation {
    var results = [try EvaluatedCalibrator(name: nil, probabilities: softmax(test.logits), test)]
    var preferred: (name: String, likelihood: Double)?
    for method in methods {
      guard let calibration else { break }
      do {
        let fitted = try fit(method, to: calibration)
        var result = try EvaluatedCalibrator(
          name: type(of: method).name, probabilities: try fitted.probabilities(for: test), test)
        result.warnings = fitted.warnings
        results.append(result)
        let likelihood = try classBalancedLikelihood(
          fitted.probabilities(for: calibration), calibration)
        if likelihood < preferred?.likelihood ?? .infinity {
          preferred = (type(of: method).name, likelihood)
        }
      } catch let error as CalibrationError {
        observer?.noted("\(type(of: method).name) was skipped: \(error)")
        results.append(EvaluatedCalibrator(name: type(of: method).name, skipped: "\(error)"))
      }
    }
    return Evaluation(
      part: part, selection: selection, chosenEpoch: chosenEpoch,
      preferredCalibrator: preferred?.name, results: results, imagesPerSecond: imagesPerSecond)
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
      fitted, method: method, input: InputDescription(kind: .logits),
      to: run.calibratorPath(type(of: method).name))
    for warning in fitted.warnings {
      observer?.noted("warning: \(type(of: method).name): \(warning)")
    }
    return fitted
  }

  /// Mean NLL with each class counting the same, as far as its samples carry it: what chooses a run's
  /// calibrator.
  private func classBalancedLikelihood(
    _ probabilities: Probabilities, _ calibration: Predictions
  ) throws -> Double {
    let weights = try calibration.weights(.shrunkClasses)
    let losses = calibration.labels.enumerated().map { row, label in
      -weights[row] * log(max(probabilities.values[row * probabilities.classes + label], 1e-20))
    }
    return losses.reduce(0, +) / Double(losses.count)
  }
}
