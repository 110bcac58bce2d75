import Calibration
import Testing

/// A row of figures that the program of Chen and Su (CVPR 2023) gives on the CIFAR-10-LT test set.
struct ReferenceFigures: Sendable {
  let expected: Double
  let maximum: Double
  let classwise: Double
  let adaptive: Double
  let overconfidence: Double
  let brier: Double
  let likelihood: Double
  let accuracy: Double

  init(
    _ expected: Double, _ maximum: Double, _ classwise: Double, _ adaptive: Double,
    _ overconfidence: Double, _ brier: Double, _ likelihood: Double, _ accuracy: Double
  ) {
    self.expected = expected
    self.maximum = maximum
    self.classwise = classwise
    self.adaptive = adaptive
    self.overconfidence = overconfidence
    self.brier = brier
    self.likelihood = likelihood
    self.accuracy = accuracy
  }

  /// The tolerance is that of every figure but the maximum error, which hangs on single samples.
  func check(
    _ calibrator: any Calibrator, tolerance: Double, maximumTolerance: Double = 2e-3,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    let figures: [(String, Double?, Double, Double)] = [
      ("ECE", card["ece"], expected, tolerance),
      ("MCE", card["mce"], maximum, maximumTolerance),
      ("class-wise", card["classwise_ece"], classwise, tolerance),
      ("adaptive", card["ace"], adaptive, tolerance),
      ("over-confidence", card["overconfidence_error"], overconfidence, tolerance),
      ("Brier", card["brier"], brier, tolerance),
      ("NLL", card["nll"], likelihood, 10 * tolerance),
      ("accuracy", card["accuracy"], accuracy, tolerance),
    ]
    for (name, found, reference, tolerance) in figures {
      #expect(
        abs((found ?? .nan) - reference) <= tolerance,
        "\(name): \(found ?? .nan), not \(reference)",
        sourceLocation: sourceLocation)
    }
  }
}
