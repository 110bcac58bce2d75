import Foundation
import Testing

@testable import Calibration

/// CIFAR-100 with its twenty superclasses: figures that are known.
@Suite(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
struct HundredClassHierarchyTests {
  /// The superclass of each class, in the numbers of the data set (Krizhevsky, 2009).
  private static let superclasses = [
    4, 1, 14, 8, 0, 6, 7, 7, 18, 3, 3, 14, 9, 18, 7, 11, 3, 9, 7, 11, 6, 11, 5, 10, 7, 6, 13, 15, 3,
    15, 0, 11, 1, 10, 12, 14, 16, 9, 11, 5, 5, 19, 8, 8, 15, 13, 14, 17, 18, 10, 16, 4, 17, 4, 2, 0,
    17, 4, 18, 17, 10, 3, 2, 12, 12, 16, 12, 1, 9, 19, 2, 10, 0, 1, 16, 12, 9, 13, 15, 13, 16, 19,
    2, 4, 6, 19, 5, 5, 8, 19, 18, 1, 2, 15, 6, 0, 17, 8, 14, 13,
  ]

  struct Known: Sendable {
    let network: String
    /// Of classes; of superclasses above the best class; of superclasses by sum; where the two differ.
    let accuracies: [Double]
    let calibrationError: Double
    let likelihood: Double
    let errorsWithinParent: Double
    let rows: [Row]
  }

  /// Class share / accuracy, superclass share / accuracy, none, right of all, precision.
  struct Row: Sendable {
    let threshold: Double
    let figures: [Double]
  }

  private static let known = [
    Known(
      network: "wideresnet-16-4", accuracies: [0.7602, 0.8480, 0.8510, 0.0216],
      calibrationError: 0.026962, likelihood: 0.516027, errorsWithinParent: 0.366138,
      rows: [
        Row(
          threshold: 0.5, figures: [0.8020, 0.8549, 0.0594, 0.7609, 0.1386, 0.7308, 0.8484]),
        Row(
          threshold: 0.8, figures: [0.6226, 0.9268, 0.0812, 0.9212, 0.2962, 0.6518, 0.9261]),
        Row(
          threshold: 0.9, figures: [0.5358, 0.9500, 0.0850, 0.9624, 0.3792, 0.5908, 0.9517]),
      ]),
    Known(
      network: "densenet-bc-100", accuracies: [0.7538, 0.8460, 0.8484, 0.0234],
      calibrationError: 0.017554, likelihood: 0.484903, errorsWithinParent: 0.374492,
      rows: [
        Row(
          threshold: 0.5, figures: [0.7956, 0.8580, 0.0800, 0.7600, 0.1244, 0.7434, 0.8490]),
        Row(
          threshold: 0.8, figures: [0.5672, 0.9468, 0.1206, 0.9502, 0.3122, 0.6516, 0.9474]),
        Row(
          threshold: 0.9, figures: [0.4600, 0.9696, 0.1312, 0.9817, 0.4088, 0.5748, 0.9723]),
      ]),
  ]

  /// The second half of the test set, after a temperature of the first.
  private func calibrated(_ network: String) throws -> (Probabilities, labels: [Int]) {
    let (rows, labels) = try KnownSets.hundred(network)
    let all = Predictions(
      logits: try rows.probabilities(0..<rows.samples).logarithms, labels: labels)
    let fitted = try TemperatureScaling().fitted(to: all.selecting(Array(0..<5000)))
    let test = all.selecting(Array(5000..<10000))
    return (fitted(test.logits), test.labels)
  }

  @Test(arguments: known) func `levels and answers`(_ known: Known) throws {
    let (probabilities, labels) = try calibrated(known.network)
    let hierarchy = try ClassHierarchy(
      classNames: (0..<100).map { "\($0)" },
      coarser: [("superclass", Self.superclasses.map { "\($0)" })])
    for row in known.rows {
      let figures = try HierarchyFigures(
        probabilities, labels: labels, backOff: BackOff(hierarchy, threshold: row.threshold))
      let (leaf, coarse) = (figures.levels[0], figures.levels[1])
      #expect(coarse.nodes == 20)
      for (own, expected) in zip(
        [leaf.accuracy, coarse.accuracyOfParent, coarse.accuracy, coarse.differing],
        known.accuracies)
      { #expect(abs(own - expected) < 1e-9) }
      #expect(abs(coarse.calibrationError - known.calibrationError) < 2e-6)
      #expect(abs(coarse.negativeLogLikelihood - known.likelihood) < 2e-6)
      #expect(
        abs(try #require(figures.errorsWithinParent) - known.errorsWithinParent) < 1e-6)
      let found = [
        leaf.answered, leaf.precision ?? .nan, coarse.answered, coarse.precision ?? .nan,
        figures.abstained, figures.right, figures.precision ?? .nan,
      ]
      for (own, expected) in zip(found, row.figures) { #expect(abs(own - expected) < 6e-5) }
    }
  }
}
