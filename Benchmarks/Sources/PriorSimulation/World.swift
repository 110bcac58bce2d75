import Calibration
import Foundation

/// Classes that are Gaussians of unit variance: their probabilities are known under every prior.
struct World {
  /// How shares fall over the classes.
  enum Shares: String, CaseIterable {
    case forward = "forward-50"
    case uniform
    case backward = "backward-50"

    func of(_ classes: Int) -> [Double] {
      let relative = (0..<classes).map { label -> Double in
        let place = Double(label) / Double(classes - 1)
        return switch self {
        case .forward: pow(50, -place)
        case .uniform: 1
        case .backward: pow(50, place - 1)
        }
      }
      let total = relative.reduce(0, +)
      return relative.map { $0 / total }
    }
  }

  static let labelled = 3000
  private static let width = 12
  /// The model's logits are the exact ones times this.
  private static let overconfidence = 1.7

  let classes: Int
  /// `classes × width`
  private let means: [Double]

  init(classes: Int, seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    self.classes = classes
    // Neighbours are some 3 to 6 standard deviations apart: three rows in four are recognised or more.
    means = (0..<classes * Self.width).map { _ in 1.1 * random.normal() }
  }

  /// - Parameters:
  ///   - count: rows.
  ///   - shares: what they are drawn by.
  ///   - source: what the model takes for the shares.
  func draw(
    _ count: Int, shares: [Double], source: [Double], _ random: inout SeededNumbers
  ) -> Predictions {
    let width = Self.width
    let biases = (0..<classes).map { label -> Double in
      var square = 0.0
      for axis in 0..<width {
        square += means[label * width + axis] * means[label * width + axis]
      }
      return log(source[label]) - square / 2
    }
    var values: [Float] = []
    var labels: [Int] = []
    values.reserveCapacity(count * classes)
    for _ in 0..<count {
      var rest = random.uniform()
      var label = 0
      while label < classes - 1, rest >= shares[label] {
        rest -= shares[label]
        label += 1
      }
      labels.append(label)
      let point = (0..<width).map { means[label * width + $0] + random.normal() }
      for other in 0..<classes {
        var score = biases[other]
        for axis in 0..<width { score += means[other * width + axis] * point[axis] }
        values.append(Float(Self.overconfidence * score))
      }
    }
    return Predictions(logits: Logits(values, classes: classes), labels: labels)
  }
}

/// SplitMix64 and what is drawn from it: the same numbers on every machine.
struct SeededNumbers: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 1 }

  /// A number in (0, 1).
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((mixed ^ (mixed >> 31)) >> 11) + 0.5) * 0x1p-53
  }

  /// A draw from the standard normal distribution.
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
