import Foundation
import TestSupport

/// `mislas_fixtures.json`: what PyTorch 2.13.0 gives in float64 (Tests/Fixtures/mislas_fixtures.py).
struct MiSLASFixtures: Decodable {
  struct Smoothing: Decodable {
    struct Values: Decodable {
      let loss: [Double]
      let gradient: [Double]
    }

    struct Shape: Decodable {
      let epsilon: [Double]
      let published: Values
      let code: Values
    }

    let head: Double
    let tail: Double
    let power: Double
    let shapes: [String: Shape]
  }

  struct ClassifierStep: Decodable {
    let loss: Double
    let logits: [Double]
    let weight: [Double]
    let bias: [Double]
    let scale: [Double]
  }

  struct Classifier: Decodable {
    let width: Int
    let crossEntropy: ClassifierStep
    let smoothed: ClassifierStep

    private enum CodingKeys: String, CodingKey {
      case width
      case crossEntropy = "cross-entropy"
      case smoothed = "label-aware-smoothing"
    }
  }

  struct Shift: Decodable {
    let size: Int
    let offsets: [Double]
    let running: [String: [Double]]
  }

  struct Mixup: Decodable {
    let share: Double
    let partners: [Int]
    let loss: Double
    let gradient: [Double]
  }

  struct Rates: Decodable {
    let first: [Double]
    let short: [Double]
    let second: [Double]
    let classifier: [Double]
  }

  struct Frequencies: Decodable {
    let batch: Int
    let length: Int
    /// How many classes are shown how often.
    let shown: [String: Int]
  }

  let counts: [Int]
  let labels: [Int]
  let smoothing: Smoothing
  let classifier: Classifier
  let shift: Shift
  let mixup: Mixup
  let rates: Rates
  let frequencies: Frequencies

  static func read() throws -> MiSLASFixtures {
    try fixture("mislas_fixtures", as: MiSLASFixtures.self)
  }

  /// `scale · sin(offset + 0.37 i + 0.011 i²)`, as in the script.
  static func chirp(_ count: Int, offset: Double, scale: Double = 1) -> [Double] {
    (0..<count).map { index in
      let x = Double(index)
      return scale * sin(offset + 0.37 * x + 0.011 * x * x)
    }
  }
}
