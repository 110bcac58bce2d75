import Foundation

/// What a calibrator does to samples that its fit has not seen: each fold is measured through a calibrator
/// that was fitted to the others.
struct CrossFitting: Sendable {
  /// The fold of each sample, `0 ..< count`.
  let folds: [Int]
  /// How many folds there are, at least 2.
  let count: Int

  /// Deals the samples of each class out to the folds one after the other, going on with the next class where
  /// the last one ended: folds differ by one sample at most, in each class and altogether.
  /// - Precondition: at least two labels, and two folds.
  init(labels: [Int], folds count: Int) {
    precondition(labels.count > 1 && count > 1, "\(count) folds of \(labels.count) samples")
    self.count = min(count, labels.count)
    var folds = [Int](repeating: 0, count: labels.count)
    let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
    for (place, sample) in order.enumerated() { folds[sample] = place % self.count }
    self.folds = folds
  }

  /// What a method loses on each sample, through the fit that has not seen it.
  /// - Parameters:
  ///   - method: what is fitted.
  ///   - validation: the samples that were dealt out.
  ///   - training: predictions on the training samples; some methods take class statistics from them.
  ///   - ensemble: what is calibrated of several experts, and how they are combined.
  /// - Returns: in the order of the samples.
  /// - Throws: ``CalibrationError`` when a fold leaves too little to fit to.
  func losses(
    of method: some CalibrationMethod, on validation: Predictions, training: Predictions?,
    calibrating ensemble: (calibration: ExpertCalibration, combination: EnsembleCombination?)
  ) throws -> HeldOutLosses {
    var values = [Double](repeating: 0, count: folds.count)
    var variances = values
    var confidences = values
    var correct = [Bool](repeating: false, count: folds.count)
    for fold in 0..<count {
      let held = folds.indices.filter { folds[$0] == fold }
      let fitted = try method.fitted(
        to: validation.selecting(folds.indices.filter { folds[$0] != fold }), training: training,
        calibrating: ensemble.calibration, combination: ensemble.combination)
      let seen = validation.selecting(held)
      let losses = HeldOutLosses(
        try fitted.probabilities(for: seen), uncalibrated: softmax(seen.logits),
        labels: seen.labels)
      for (place, sample) in held.enumerated() {
        values[sample] = losses.values[place]
        variances[sample] = losses.nullVariances[place]
        confidences[sample] = losses.confidences[place]
        correct[sample] = losses.correct[place]
      }
    }
    return HeldOutLosses(
      values: values, nullVariances: variances, confidences: confidences, correct: correct)
  }
}
