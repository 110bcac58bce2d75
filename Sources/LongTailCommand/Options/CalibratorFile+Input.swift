import ArrayFiles
import Calibration

extension CalibratorFile.Content {
  /// What it was fitted to, as far as the file says so.
  var knownInput: InputDescription { input ?? InputDescription() }

  /// Refuses rows of another kind than those that the calibrator was fitted to, or with the classes in another
  /// order, and warns where the file does not say its kind and the answer hangs on it.
  /// - Parameters:
  ///   - rows: what the calibrator is applied to.
  ///   - path: where they are.
  ///   - calibrator: the file.
  /// - Throws: `FileProblem`.
  func check(
    _ rows: PredictionRows, in path: String, as calibrator: String
  ) throws(FileProblem) {
    if let input {
      try input.checkSame(rows.input, in: path, as: calibrator)
    } else if fitted.dependsOnOffset {
      Remarks.warn([
        "\(calibrator): does not say whether it was fitted to logits or to probabilities, and its answers "
          + "hang on it; these are taken as \(rows.kind.rawValue)"
      ])
    }
  }
}
