/// What is measured after an epoch.
public struct EpochFigures: Sendable, Codable, Equatable {
  /// In [0, 1].
  public var accuracy: Double
  /// Mean of the classes' recalls, in [0, 1].
  public var balancedAccuracy: Double
  /// Top-label calibration error, 15 bins, in [0, 1].
  public var calibrationError: Double
  /// Mean negative log-likelihood, in nats.
  public var negativeLogLikelihood: Double
}
