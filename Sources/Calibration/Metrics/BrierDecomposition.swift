/// The Brier score in two parts (Murphy, 1973): what recalibration could win, and the rest.
public struct BrierDecomposition: Sendable, Codable, Equatable {
  /// Σ over classes and bins of share · (mean probability − frequency)².
  public let calibration: Double
  /// Brier score − calibration: what is left when every probability is replaced by its bin's frequency.
  public let refinement: Double

  /// Of probabilities `[samples, classes]` with labels `[samples]`; the probabilities of each class are
  /// sorted into bins.
  public init(
    _ probabilities: Probabilities, labels: [Int], binning: Binning = .equalWidth(15)
  ) {
    let parts = probabilities.mapColumns { label, column in
      let bins = ReliabilityBins(
        confidences: column, correct: labels.map { $0 == label }, binning: binning)
      return bins.rootMeanSquareError * bins.rootMeanSquareError
    }
    calibration = parts.compensatedSum()
    refinement =
      (LikelihoodScores(probabilities, labels: labels).brier ?? 0) - calibration
  }
}
