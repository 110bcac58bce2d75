import Calibration

/// A calibrator that no graph of float32 operators can be, and why.
protocol UnexportableCalibrator: Calibrator {
  /// As the rest of a sentence.
  var reason: String { get }
}

extension TopLabelCalibrator: UnexportableCalibrator {
  var reason: String {
    "confidences near 1 that float32 cannot tell apart have different values in its map"
  }
}

extension GaussianProcessCalibrator: UnexportableCalibrator {
  var reason: String { "its probabilities are means over draws from a latent process" }
}
