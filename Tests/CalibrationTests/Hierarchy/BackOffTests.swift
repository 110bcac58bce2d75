import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Answers at the finest level of a hierarchy that is sure enough.
struct BackOffTests {
  static func small() throws -> ClassHierarchy {
    try ClassHierarchy(
      classNames: ["rose", "tulip", "oak", "wolf"],
      coarser: [
        ("family", ["flower", "flower", "tree", "dog"]),
        ("kingdom", ["plant", "plant", "plant", "animal"]),
      ])
  }

  private let rows = Probabilities(
    [
      // Sure of the class; of the family; of the kingdom; of nothing.
      0.9, 0.05, 0.03, 0.02,
      0.45, 0.5, 0.03, 0.02,
      0.3, 0.2, 0.45, 0.05,
      0.2, 0.15, 0.2, 0.45,
    ], classes: 4)

  @Test func `the finest level that reaches the threshold answers`() throws {
    let answers = try BackOff(Self.small(), threshold: 0.9).answers(for: rows)
    #expect(answers.map { $0?.level } == [0, 1, 2, nil])
    #expect(answers.map { $0?.node } == [0, 0, 0, nil])
    #expect(abs(try #require(answers[1]).probability - 0.95) < 1e-15)
    let sure = try BackOff(Self.small(), threshold: 0).answers(for: rows)
    #expect(sure.map { $0?.level } == [0, 0, 0, 0])
  }

  @Test func `a node is as probable as its classes together, and may be none above the best class`()
    throws
  {
    let hierarchy = try Self.small()
    #expect(hierarchy.probabilities([0.3, 0.2, 0.45, 0.05], level: 1) == [0.5, 0.45, 0.05])
    let free = try BackOff(hierarchy, threshold: 0.46).answers(for: rows)[2]
    #expect(free == BackOff.Answer(level: 1, node: 0, probability: 0.5))
    let consistent = try BackOff(hierarchy, threshold: 0.46, isConsistent: true)
      .answers(for: rows)[2]
    #expect(consistent?.level == 2 && consistent?.node == 0)
  }

  @Test func `the smallest node that holds a set is its lowest common ancestor`() throws {
    let hierarchy = try Self.small()
    for (set, level, node) in [([2], 0, 2), ([0, 1], 1, 0), ([1, 2], 2, 0), ([0, 1, 2], 2, 0)] {
      let found = hierarchy.smallestNode(holding: set)
      #expect(found?.level == level && found?.node == node)
    }
    #expect(hierarchy.smallestNode(holding: [0, 3]) == nil)
    #expect(hierarchy.smallestNode(holding: []) == nil)
  }

  @Test func `figures by hand`() throws {
    let groups = ShotGroups(ofClass: [.many, .many, .few, .few], rule: "")
    let figures = try HierarchyFigures(
      rows, labels: [0, 0, 1, 2], backOff: BackOff(Self.small(), threshold: 0.9), groups: groups)
    // Most probable classes: rose, tulip, oak, wolf for rose, rose, tulip, oak.
    #expect(figures.levels.map(\.accuracy) == [0.25, 0.75, 1])
    // The flowers together are more probable than the oak, which is the best class of the third.
    #expect(figures.levels.map(\.accuracyOfParent) == [0.25, 0.5, 0.75])
    #expect(figures.levels.map(\.differing) == [0, 0.25, 0.25])
    #expect(figures.levels.map(\.answered) == [0.25, 0.25, 0.25])
    #expect(figures.levels.map(\.precision) == [1, 1, 1])
    #expect(figures.abstained == 0.25 && figures.right == 0.75 && figures.precision == 1)
    #expect(figures.weightedAccuracy == (1 + 0.5 + 0.25) / 4)
    // tulip for rose: 1; oak for tulip: 2; wolf for oak: no common node, 3.
    #expect(abs(try #require(figures.errorsWithinParent) - 1 / 3.0) < 1e-15)
    #expect(figures.meanErrorHeight == 2)
    let likelihood = -[0.9, 0.45, 0.2, 0.2].map { log($0) }.reduce(0, +) / 4
    #expect(abs(figures.levels[0].negativeLogLikelihood - likelihood) < 1e-15)
    let coarse = -[0.98, 0.98, 0.95, 0.55].map { log($0) }.reduce(0, +) / 4
    #expect(abs(figures.levels[2].negativeLogLikelihood - coarse) < 1e-12)
    #expect(figures.levels[0].answeredByGroup == [.many: 1 / 3.0, .few: 0])
  }

  @Test func `a threshold with a guarantee holds what it counts`() throws {
    var random = SeededNumbers(seed: 60)
    let predictions = random.predictions(samples: 2000, classes: 4, temperature: 1)
    let probabilities = softmax(predictions.logits)
    let hierarchy = try Self.small()
    let found = try SelectiveThreshold(
      probabilities, labels: predictions.labels, hierarchy: hierarchy, risk: 0.1)
    let threshold = try #require(found.threshold)
    let figures = try HierarchyFigures(
      probabilities, labels: predictions.labels, backOff: BackOff(hierarchy, threshold: threshold))
    #expect(found.accepted == Int((2000 * (1 - figures.abstained)).rounded()))
    #expect(
      abs(try 1 - #require(figures.precision) - Double(found.errors) / Double(found.accepted))
        < 1e-12)
    #expect(try 1 - #require(figures.precision) < 0.1)
    // Answers at coarser levels are answers that classes alone do not give.
    let plain = try SelectiveThreshold(
      confidences: TopLabels(probabilities).confidences,
      correct: TopLabels(probabilities).correct(predictions.labels), risk: 0.1)
    #expect(found.accepted > plain.accepted)
  }

  @Test func `levels that do not lie in each other are refused`() {
    let error = #expect(throws: CalibrationError.self) {
      try ClassHierarchy(
        classNames: ["a", "b", "c"],
        coarser: [("family", ["x", "x", "y"]), ("order", ["o", "p", "p"])])
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("x (family) lies in o and in p (order)"))
    #expect(throws: CalibrationError.self) {
      try ClassHierarchy(classNames: ["a", "b"], coarser: [("family", ["x"])])
    }
    #expect(throws: CalibrationError.self) {
      try ClassHierarchy(classNames: ["a", "b"], coarser: [("root", ["x", "x"])])
    }
  }

  @Test(arguments: [-0.1, 1.1, .nan])
  func `a threshold that is no probability is refused`(_ threshold: Double) {
    #expect(throws: CalibrationError.self) { try BackOff(Self.small(), threshold: threshold) }
  }

  @Test func `probabilities of other classes are refused`() throws {
    let other = Probabilities([0.5, 0.5], classes: 2)
    #expect(throws: CalibrationError.classesDiffer(calibrator: 4, data: 2)) {
      try BackOff(Self.small(), threshold: 0.5).answers(for: other)
    }
  }
}
