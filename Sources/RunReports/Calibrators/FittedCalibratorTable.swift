public import Calibration

/// What a fit has given, in one row.
public enum FittedCalibratorTable {
  /// - Parameters:
  ///   - fitted: the calibrator.
  ///   - method: its name.
  ///   - validation: the predictions that it was fitted to.
  ///   - seconds: how long that took.
  ///   - output: where the calibrator was written.
  /// - Returns: a table of one row.
  /// - Throws: `CalibrationError` for predictions of other classes than the calibrator's.
  public static func table(
    _ fitted: FittedCalibration, method: String, validation: Predictions, seconds: Double,
    output: String
  ) throws -> Table {
    func likelihood(_ probabilities: Probabilities) -> Double? {
      LikelihoodScores(probabilities, labels: validation.labels).negativeLogLikelihood
    }
    return Table(
      header: [
        "method", "classes", "samples", "fit_seconds", "temperature", "validation_nll_before",
        "validation_nll_after", "output",
      ],
      rows: [
        [
          .text(method), .count(fitted.classes), .count(validation.labels.count),
          .number(seconds, digits: 3), .number(fitted.fittedTemperature, digits: 6),
          .number(likelihood(softmax(validation.logits)), digits: 6),
          .number(likelihood(try fitted.probabilities(for: validation)), digits: 6), .text(output),
        ]
      ])
  }
}
