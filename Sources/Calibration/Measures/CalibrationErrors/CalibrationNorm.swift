/// How the gaps of bins become one calibration error.
public enum CalibrationNorm: String, Sendable, Codable, CaseIterable {
  /// Σ share · |gap|
  case mean = "l1"
  /// √(Σ share · gap²)
  case rootMeanSquare = "l2"
  /// max |gap|
  case maximum = "max"
}
