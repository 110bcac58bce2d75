public import Calibration
import Foundation

/// Probabilities that were corrected to the class prior which they themselves show, without labels.
public struct EstimatedPriorCorrection: Sendable {
  /// What was found, and whether there is a shift at all.
  public let estimate: PriorEstimate
  /// The corrected ones; for the prior of the training data where no shift was found.
  public let probabilities: Probabilities

  /// What was done, in a sentence.
  public var sentence: String {
    "prior estimated on these \(estimate.samples) samples, without labels (\(estimate.method) after "
      + "calibrator \(estimate.calibrator)): \(estimate.verdict)"
  }

  /// What these samples cannot tell of this estimate; what no estimate can know is left out.
  public var doubts: [String] { estimate.doubts.dropLast() }
}

extension TrainedModel {
  /// Estimates the class prior of samples from what the model says of them, and corrects it.
  ///
  /// A model that was trained for another prior than that of its data is brought back to that one first: the
  /// estimate compares with the held-out samples, which are of the same world as the training data.
  /// - Parameters:
  ///   - probabilities: of the samples, through the calibrator.
  ///   - calibrator: of the run; `nil` for the plain softmax.
  /// - Returns: the estimate and the corrected probabilities.
  /// - Throws: `FileProblem` for a run that held nothing out, `CalibrationError` where the held-out samples do
  ///   not determine the shares.
  public func correctedToOwnPrior(
    _ probabilities: Probabilities, calibrator: ChosenCalibrator?
  ) throws -> EstimatedPriorCorrection {
    let held = try heldOutPredictions()
    let counts = description.trainedCounts.map(Double.init)
    let toTraining = try correction(to: counts.map { $0 / counts.reduce(0, +) })
    let source = try toTraining(held.probabilities(through: calibrator?.fitted))
    let rows = try toTraining(probabilities)
    var estimation = PriorEstimation()
    estimation.resamples = 0
    let estimate = try estimation.estimate(
      PriorEvidence(
        calibrated: Predictions(logits: source.logarithms, labels: held.labels),
        name: calibrator?.name ?? PriorEvidence.uncalibrated, rows: rows.logarithms))
    let correction = try PriorCorrection(from: estimate.sourcePrior, to: estimate.prior)
    return EstimatedPriorCorrection(estimate: estimate, probabilities: try correction(rows))
  }
}
