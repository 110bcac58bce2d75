import ArrayFiles
public import Calibration
import Foundation

/// What the samples that a run held out say about new ones.
extension TrainedModel {
  /// One of the run's calibrators, with its name.
  public typealias ChosenCalibrator = (name: String, fitted: FittedCalibration)

  /// The predictions that the run's calibrators were fitted to: of the calibration part, else of the
  /// validation part.
  /// - Throws: `FileProblem` for a run that held nothing out, and for files that have changed since.
  public func heldOutPredictions() throws -> Predictions {
    let folders = [DataPart.calibration, .validation].map { run.predictionsPath($0.folder) }
    guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw FileProblem(
        run.path,
        "held no samples out when it was trained (--validation-fraction); without them neither "
          + "prediction sets nor class priors can be made")
    }
    try run.requireUnchanged(folder)
    return try PredictionFolder.read(folder)
  }

  /// From the class prior that the model was trained for to another one; it follows calibration.
  /// - Parameter shares: one a class, with sum one.
  /// - Returns: the correction, for calibrated probabilities.
  /// - Throws: `CalibrationError` for another number of classes, and for a class that has no training sample.
  public func correction(to shares: [Double]) throws -> PriorCorrection {
    try PriorCorrection(
      from: description.trainedCounts.map { pow(Double($0), recipe.priorExponent) }, to: shares)
  }

  /// Makes thresholds of prediction sets from the held-out samples.
  /// - Parameters:
  ///   - method: how.
  ///   - calibrator: of the run; `nil` for the plain softmax.
  ///   - targetPrior: the shares of the classes where the sets will be used, for rules that aim at them.
  /// - Returns: a predictor for probabilities of that calibrator.
  /// - Throws: `FileProblem`; `CalibrationError` for too few held-out samples and settings out of range.
  public func setPredictor(
    _ method: SetMethod, calibrator: ChosenCalibrator?, targetPrior: [Double]? = nil
  ) throws -> SetPredictor {
    let held = try heldOutPredictions()
    let identity = try calibrator.map {
      try CalibratorIdentity.read(run.calibratorPath($0.name)).identity
    }
    return try method.fitted(
      to: ProbabilityRows(try held.probabilities(through: calibrator?.fitted)), labels: held.labels,
      facts: ClassFacts(trainingCounts: description.publishedCounts, targetPrior: targetPrior),
      calibrator: identity ?? .none)
  }
}
