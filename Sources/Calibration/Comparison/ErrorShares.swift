/// What each test sample adds to two figures, so that two calibrators can be compared sample by sample:
/// the noise that they share then cancels.
struct ErrorShares: Sendable {
  /// ± (confidence − right), with the sign of the gap of its bin: their mean is the expected calibration
  /// error.
  let calibration: [Float]
  /// −log p of the label, in nats.
  let likelihood: [Float]

  init(_ probabilities: Probabilities, labels: [Int], binning: Binning) {
    let top = TopLabels(probabilities)
    let correct = top.correct(labels)
    let edges = binning.edges(for: top.confidences)
    let reliability = ReliabilityBins(
      confidences: top.confidences, correct: correct, binning: binning)
    let signs = reliability.bins.map { ($0.gap ?? 0) < 0 ? -1.0 : 1.0 }
    calibration = zip(top.confidences, correct).map { confidence, isRight in
      guard let bin = binning.bin(of: confidence, edges: edges) else { return 0 }
      return Float(signs[bin] * (confidence - (isRight ? 1 : 0)))
    }
    likelihood = LikelihoodScores.perSample(probabilities, labels: labels).likelihood.map(
      Float.init)
  }
}

/// How much a figure of one calibrator exceeds that of another on the same samples.
public struct PairedDifference: Sendable, Codable, Equatable {
  /// The mean difference over the samples, in the figure's own unit.
  public let value: Double
  /// Where the difference in the population lies, 95 %; `nil` for fewer than two samples.
  public let interval: Interval?

  /// Whether chance alone explains it: the interval holds 0.
  public var isNoise: Bool { interval?.contains(0) ?? true }

  /// The mean of a − b over the samples, as ``ErrorShares`` has them.
  init(_ a: [Float], minus b: [Float]) {
    let differences = zip(a, b).map { Double($0) - Double($1) }
    value = differences.compensatedSum() / Double(max(differences.count, 1))
    interval = ConfidenceIntervals.mean(differences)
  }
}
