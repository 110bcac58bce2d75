public import Calibration
import Foundation

/// Made-up numbers and predictions, the same on every machine (SplitMix64; Steele, Lea and Flood, 2014).
public struct SeededNumbers: RandomNumberGenerator {
  private var random: SplitMix64

  /// Equal seeds give equal numbers.
  public init(seed: UInt64) { random = SplitMix64(seed: seed) }

  public mutating func next() -> UInt64 {
    random.next()
  }

  /// A draw from the standard normal distribution (Box and Muller).
  public mutating func normal() -> Double {
    let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)))
      .squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }

  /// Over-confident predictions: labels are drawn from softmax(logits / `temperature`).
  /// - Parameters:
  ///   - samples: rows.
  ///   - classes: columns.
  ///   - temperature: by how much the logits are too large; 1 gives calibrated ones.
  ///   - featureWidth: of features that lie near an axis for each of the first classes; `nil` for none.
  /// - Returns: predictions with their labels.
  public mutating func predictions(
    samples: Int, classes: Int, temperature: Double = 2, featureWidth: Int? = nil
  ) -> Predictions {
    var values: [Float] = []
    var labels: [Int] = []
    var features: [Float] = []
    for _ in 0..<samples {
      let row = (0..<classes).map { _ in Float(2 * temperature * normal()) }
      let raised = row.map { exp(Double($0) / temperature) }
      var draw = Double.random(in: 0..<raised.reduce(0, +), using: &self)
      var label = 0
      while label < classes - 1, draw >= raised[label] {
        draw -= raised[label]
        label += 1
      }
      values += row
      labels.append(label)
      for column in 0..<(featureWidth ?? 0) {
        features.append(Float(normal() + (column == label ? 2 : 0)))
      }
    }
    return Predictions(
      logits: Logits(values, classes: classes), labels: labels,
      features: featureWidth.map { Features(features, width: $0) })
  }
}
