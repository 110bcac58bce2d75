import CalibrationTesting
import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Figures under another test prior.
struct TestPriorTests {
  @Test func `figures equal those of a set with samples repeated as often as they count`() throws {
    var random = SeededNumbers(seed: 83)
    let predictions = random.predictions(samples: 300, classes: 3)
    let probabilities = softmax(predictions.logits)
    let counts = predictions.labelCounts
    // Class 1 counts twice, class 2 three times.
    let times = [1, 2, 3]
    let rows = predictions.labels.indices.flatMap {
      [Int](repeating: $0, count: times[predictions.labels[$0]])
    }
    let repeated = Probabilities(
      rows.flatMap { Array(probabilities.values[$0 * 3..<$0 * 3 + 3]) }, classes: 3)
    let expected = try FigureTable(repeated, labels: rows.map { predictions.labels[$0] })
    var settings = MeasureSettings()
    settings.testPrior = .shares((0..<3).map { Double(times[$0] * counts[$0]) })
    let found = try FigureTable(probabilities, labels: predictions.labels, settings)
    for figure in found.rows where !figure.name.hasPrefix("accuracy_") {
      // To chance and to the kernel a copy is another sample: see the next test.
      guard !["kernel_error", "ece_debiased"].contains(figure.name) else { continue }
      guard figure.name != "ace" else {
        #expect(figure.absence == "it is not defined under a test prior")
        continue
      }
      let other = try #require(try expected.row(figure.name).value)
      #expect(
        // Within a repeated sample, coverage grows in steps.
        abs((figure.value ?? .nan) - other) < (figure.name == "aurc" ? 2e-3 : 1e-12),
        "\(figure.name): \(figure.value ?? .nan), \(other)")
      #expect(figure.convention.hasSuffix("/re-weighted"))
    }
    #expect(abs((found.testPrior ?? []).reduce(0, +) - 1) < 1e-12)
  }

  @Test func `the kernel error weighs pairs by their product, and noise by its square`() throws {
    var random = SeededNumbers(seed: 85)
    let confidences = (0..<40).map { _ in Double.random(in: 0...1, using: &random) }
    let correct = (0..<40).map { _ in Bool.random(using: &random) }
    let weights = (0..<40).map { _ in Double.random(in: 0...3, using: &random) }
    var sum = 0.0
    var pairs = 0.0
    for i in 0..<40 {
      for j in 0..<40 where i != j {
        let residuals =
          ((correct[i] ? 1 : 0) - confidences[i]) * ((correct[j] ? 1 : 0) - confidences[j])
        let pair = weights[i] * weights[j]
        sum += pair * residuals * exp(-abs(confidences[i] - confidences[j]) / 0.2)
        pairs += pair
      }
    }
    let found = KernelCalibrationError()(
      confidences: confidences, correct: correct, weights: weights,
      order: RadixOrder.ascending(confidences))
    #expect(abs((found ?? .nan) - sum / pairs) < 1e-12)
    // A few heavy samples are as noisy as few samples.
    let even = NullBand(
      confidences: confidences, weights: nil, binning: .equalWidth(5), norm: .mean, seed: 0)
    let heavy = NullBand(
      confidences: confidences, weights: (0..<40).map { $0 < 4 ? 100 : 1 },
      binning: .equalWidth(5), norm: .mean, seed: 0)
    #expect(heavy.mean > 1.5 * even.mean)
  }

  @Test func `the set's own prior changes nothing`() throws {
    var random = SeededNumbers(seed: 84)
    let predictions = random.predictions(samples: 200, classes: 4)
    let probabilities = softmax(predictions.logits)
    var settings = MeasureSettings()
    settings.testPrior = .shares(predictions.labelCounts.map(Double.init))
    let counts = [200, 100, 50, 5]
    let plain = try FigureTable(probabilities, labels: predictions.labels, classCounts: counts)
    let weighted = try FigureTable(
      probabilities, labels: predictions.labels, classCounts: counts, settings)
    for (a, b) in zip(plain.rows, weighted.rows) where a.name != "ace" {
      #expect(abs((a.value ?? .nan) - (b.value ?? .nan)) < 1e-12, "\(a.name)")
    }
    let group = ShotGroup.medium
    #expect(
      abs(
        (plain.groupsByPredictedLabel?[group]?.signedGap ?? .nan)
          - (weighted.groupsByPredictedLabel?[group]?.signedGap ?? .nan)) < 1e-12)
  }

  @Test func `priors have shares by rank of the training counts`() throws {
    let counts = [10, 1000, 100]
    let forward = try TestPrior("forward-100").shares(classes: 3, trainingCounts: counts)
    #expect(zip(forward, [0.01, 1, 0.1]).allSatisfy { abs($0 - $1 / 1.11) < 1e-12 })
    let backward = try TestPrior("backward-100").shares(classes: 3, trainingCounts: counts)
    #expect(zip(backward, [1, 0.01, 0.1]).allSatisfy { abs($0 - $1 / 1.11) < 1e-12 })
    #expect(
      try TestPrior("uniform").shares(classes: 4, trainingCounts: nil) == [0.25, 0.25, 0.25, 0.25])
    #expect(throws: CalibrationError.self) {
      try TestPrior("backward-100").shares(classes: 3, trainingCounts: nil)
    }
    #expect(throws: CalibrationError.self) {
      try TestPrior.shares([1, 2]).shares(classes: 3, trainingCounts: nil)
    }
    #expect(throws: CalibrationError.self) {
      try TestPrior.shares([0, 0]).shares(classes: 2, trainingCounts: nil)
    }
    #expect(throws: CalibrationError.self) {
      try TestPrior.classWeights([1, 0], labels: [1, 1])
    }
    // A class without samples cannot be made up for: the others share what it has.
    #expect(try TestPrior.classWeights([0.5, 0.25, 0.25], labels: [0, 1, 1]) == [2, 0.5, 0])
  }

  @Test func `priors are read from files, and refused with what is wrong`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.json", Data("[1, 3]".utf8))
    #expect(try TestPrior(path) == .shares([0.25, 0.75]))
    try NPYFile.write(NumericArray([Float(1), 3], shape: [2]), to: folder("prior.npy"))
    #expect(try TestPrior(folder("prior.npy")) == .shares([0.25, 0.75]))
    let bad = try folder.file("bad.json", Data("[1, -3]".utf8))
    #expect(
      throws: FileProblem(bad, at: "class 1", "share -3.0; a number of 0 or more was expected")
    ) { try TestPrior(bad) }
    #expect(throws: FileProblem.self) { try TestPrior(folder.file("c.json", Data("{}".utf8))) }
    for text in ["sideways-3", "forward-0.5", "backward-inf", ""] {
      #expect(throws: (any Error).self, "\(text)") { try TestPrior(text) }
    }
  }
}
