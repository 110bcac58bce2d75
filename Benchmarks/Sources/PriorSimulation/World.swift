import Calibration
import Foundation
import Repeats

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
