/// The figures of one evaluation; `nil` where a figure was not computed or has no sample.
public struct Scores: Sendable, Codable, Equatable {
  /// Samples evaluated.
  public var samples: Int
  /// Share of correct predictions, in [0, 1].
  public var accuracy: Figure?
  /// Mean of the per-class recalls, in [0, 1].
  public var balancedAccuracy: Figure?
  /// Accuracy on the samples whose true class is in the group.
  public var groupAccuracy: GroupValues<Figure>
  /// Top-label expected calibration error (ECE), in [0, 1].
  public var calibrationError: Figure?
  /// The largest gap of a bin (MCE), in [0, 1].
  public var maximumCalibrationError: Figure?
  /// Samples in the bin with the largest gap: a maximum over a few samples says little.
  public var maximumBinCount: Int?
  /// Top-label calibration error over equal-mass bins, in [0, 1].
  public var adaptiveCalibrationError: Figure?
  /// Calibration error of every class's probability, averaged over classes, in [0, 1].
  public var classwiseCalibrationError: Figure?
  /// Negative log-likelihood in nats a sample.
  public var negativeLogLikelihood: Figure?
  /// Brier score summed over classes, in [0, 2].
  public var brier: Figure?

  public init(
    samples: Int, accuracy: Figure? = nil, balancedAccuracy: Figure? = nil,
    groupAccuracy: GroupValues<Figure> = GroupValues(), calibrationError: Figure? = nil,
    maximumCalibrationError: Figure? = nil, maximumBinCount: Int? = nil,
    adaptiveCalibrationError: Figure? = nil, classwiseCalibrationError: Figure? = nil,
    negativeLogLikelihood: Figure? = nil, brier: Figure? = nil
  ) {
    self.samples = samples
    self.accuracy = accuracy
    self.balancedAccuracy = balancedAccuracy
    self.groupAccuracy = groupAccuracy
    self.calibrationError = calibrationError
    self.maximumCalibrationError = maximumCalibrationError
    self.maximumBinCount = maximumBinCount
    self.adaptiveCalibrationError = adaptiveCalibrationError
    self.classwiseCalibrationError = classwiseCalibrationError
    self.negativeLogLikelihood = negativeLogLikelihood
    self.brier = brier
  }

  /// Whether all accuracies are the same: a calibrator that keeps the arg-max.
  func recognisesLike(_ other: Scores) -> Bool {
    accuracy == other.accuracy && balancedAccuracy == other.balancedAccuracy
      && groupAccuracy == other.groupAccuracy
  }
}
