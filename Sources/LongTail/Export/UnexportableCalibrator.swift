import Calibration

/// A calibrator that no graph of float32 operators can be, and why.
protocol UnexportableCalibrator: Calibrator {
  /// As the rest of a sentence.
  var reason: String { get }
}

extension GaussianProcessCalibrator: UnexportableCalibrator {
  var reason: String { "its probabilities are means over draws from a latent process" }
}
