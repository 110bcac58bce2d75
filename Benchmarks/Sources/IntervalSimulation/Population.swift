import Calibration
import Foundation
import Repeats

/// Many rows of probabilities whose labels have known chances: what a simulation draws from.
///
/// A sample is a row drawn with replacement and a label drawn from the row's chances, so that every figure
/// of the population is a plain sum over rows.
struct Population: Sendable {
  /// How the accuracy at a confidence differs from it.
  enum Shape: String, CaseIterable {
    /// Too confident by the gap everywhere.
    case over = "over-confident"
    /// Too confident by the gap above 9/15, an edge of bins; not confident enough below.
    case mixed = "under, then over"
    /// Too confident by the gap everywhere, with most confidences near 1 as those of trained networks.
    case sharp = "over-confident and sharp"
  }

  static let classes = 10
  static let rows = 100_000

  /// What the model says, `rows × classes`.
  let probabilities: [Double]
  /// How often each class is the label, `rows × classes`.
  let chances: [Double]

  init(gap: Double, shape: Shape, seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var probabilities: [Double] = []
    var chances: [Double] = []
    for _ in 0..<Self.rows {
      // Easy and hard samples.
      let scale = (shape == .sharp ? 2 : 1) * (1 + 3 * random.uniform())
      let raised = (0..<Self.classes).map { _ in exp(scale * random.normal()) }
      let sum = raised.reduce(0, +)
      let row = raised.map { $0 / sum }
      let confidence = row.max() ?? 0
      let sign = shape == .mixed && confidence <= 9.0 / 15 ? 1.0 : -1
      let accuracy = confidence + sign * gap
      let top = row.firstIndex(of: confidence)
      let others = row.indices.reduce(0) { $0 + ($1 == top ? 0 : row[$1]) }
      probabilities += row
      chances += row.indices.map {
        $0 == top ? accuracy : row[$0] * (1 - accuracy) / others
      }
    }
    self.probabilities = probabilities
    self.chances = chances
  }

  struct Figures: Sendable {
    var expectedError = 0.0
    var accuracy = 0.0
    var likelihood = 0.0
  }

  /// What infinitely many samples would show.
  var figures: Figures {
    var figures = Figures()
    var gaps = [Double](repeating: 0, count: 15)
    for row in 0..<Self.rows {
      let range = row * Self.classes..<(row + 1) * Self.classes
      let top = range.max { probabilities[$0] < probabilities[$1] } ?? range.lowerBound
      let confidence = probabilities[top]
      let bin = min(max(Int((confidence * 15).rounded(.up)) - 1, 0), 14)
      gaps[bin] += (confidence - chances[top]) / Double(Self.rows)
      figures.accuracy += chances[top] / Double(Self.rows)
      for place in range {
        figures.likelihood -= chances[place] * log(probabilities[place]) / Double(Self.rows)
      }
    }
    figures.expectedError = gaps.reduce(0) { $0 + abs($1) }
    return figures
  }

  /// Draws samples with their labels.
  func draw(_ count: Int, _ random: inout SeededNumbers) -> (Probabilities, labels: [Int]) {
    var values: [Double] = []
    values.reserveCapacity(count * Self.classes)
    var labels: [Int] = []
    for _ in 0..<count {
      let begin = Int(random.uniform() * Double(Self.rows)) * Self.classes
      values += probabilities[begin..<begin + Self.classes]
      var rest = random.uniform()
      var label = 0
      while label < Self.classes - 1, rest >= chances[begin + label] {
        rest -= chances[begin + label]
        label += 1
      }
      labels.append(label)
    }
    return (Probabilities(values, classes: Self.classes), labels)
  }
}
