@testable import Calibration

/// CIFAR-10 outputs of the label shift study: 10,000 labelled validation rows, 1,000 shifted test rows.
enum LabelShift {
  static let folder = (RealPredictions.folder ?? "") + "/cifar10-label-shift"

  static func validation(_ rows: Int = 10_000) throws -> Predictions {
    try predictions("valid").selecting(Array(0..<rows))
  }

  static func test() throws -> Predictions { try predictions("shifted_test") }

  private static func predictions(_ name: String) throws -> Predictions {
    let given = try PredictionArrays.probabilities("\(folder)/\(name)_probs.npy").logarithms
    // Vector scaling hangs on where the zero is; the reference has it at the mean of each row.
    let logits = Logits(given.centredFeatures.values, classes: given.classes)
    return Predictions(
      logits: logits,
      labels: try PredictionArrays.labels(
        "\(folder)/\(name)_labels.npy", samples: logits.samples, classes: logits.classes))
  }

  /// Shares of the labels, which estimates are compared with.
  static func shares(_ predictions: Predictions) -> [Double] {
    predictions.labelCounts.map { Double($0) / Double(predictions.labels.count) }
  }

  /// Σ |a − b|
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) }
  }
}
