import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Knowledge-transfer temperature scaling.
struct KnowledgeTransferTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the official code's temperature, error, attention and weights on CIFAR-10-LT`() throws {
    // Chen and Su, CVPR 2023.
    let validation = try RealPredictions.longTailed("validation")
    let training = try RealPredictions.longTailed("train")
    let calibrator = try KnowledgeTransferTemperatureScaling().fitted(
      to: validation, training: training)
    #expect(abs(calibrator.temperature - 2.05086599) < 1e-5)
    #expect(calibrator.statisticsSource == .training)
    #expect(calibrator.headClasses == [0, 1, 2, 3])
    #expect(calibrator.tailClasses == [4, 5, 6, 7, 8, 9])
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect(abs((card["ece"] ?? 0) - 0.010078405411013198) < 1e-6)
    let attention = [
      [0.1617, 0.0361, 0.5778, 0.2244], [0.0384, 0.0187, 0.1624, 0.7806],
      [0.0812, 0.0798, 0.5205, 0.3184], [0.3684, 0.1004, 0.2622, 0.2691],
      [0.7284, 0.1532, 0.0830, 0.0354], [0.2792, 0.6204, 0.0229, 0.0775],
    ]
    for (found, expected) in zip(calibrator.attention, attention) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 })
    }
    #expect(abs(calibrator.squaredDistances[0][0] - 50.7815) < 1e-3)
    #expect(abs(calibrator.squaredDistances[5][3] - 79.5611) < 1e-3)
    let weights = calibrator.tailWeights
    #expect(abs((weights.mean ?? 0) - 1.1173) < 1e-4)
    #expect(abs((weights.ofClass.compactMap(\.smallest).min() ?? 0) - 0.7606) < 1e-4)
    #expect(weights.ofClass.compactMap(\.largest).max() == 5)
    #expect(weights.ofClass.reduce(0) { $0 + $1.clippedAbove } == 1)
    #expect(weights.ofClass.reduce(0) { $0 + $1.clippedBelow } == 0)
    let means = [1.0953, 1.1081, 1.1077, 1.1185, 1.2490, 1.0961]
    #expect(zip(weights.ofClass, means).allSatisfy { abs(($0.mean ?? 0) - $1) < 1e-4 })
    #expect(weights.counts.reduce(0, +) == weights.ofClass.reduce(0) { $0 + $1.samples })
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the table of constants is followed on CIFAR-10-LT`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let training = try RealPredictions.longTailed("train")
    // Chen and Su, CVPR 2023's table, four decimals.
    let table: [(alpha: Double, heads: Int, temperature: Double)] = [
      (0.5, 4, 2.3153), (0.9, 4, 2.1650), (0.95, 4, 2.1720), (0.98, 4, 2.2376),
      (0.99, 4, 2.3194), (0.995, 4, 2.2762), (0.999, 4, 1.9527), (1, 4, 1.8766),
      (0.998, 1, 2.0455), (0.998, 2, 2.0065), (0.998, 3, 2.0460), (0.998, 5, 2.0080),
      (0.998, 6, 1.9653), (0.998, 7, 1.9277), (0.998, 8, 1.9148), (0.998, 9, 1.8853),
    ]
    for row in table {
      let method = KnowledgeTransferTemperatureScaling(alpha: row.alpha, headClasses: row.heads)
      let found = try method.fitted(to: validation, training: training).temperature
      #expect(abs(found - row.temperature) < 1e-4, "alpha \(row.alpha), \(row.heads) heads")
    }
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `validation statistics are taken when there is no training set, and that is said`() throws {
    let calibrator = try KnowledgeTransferTemperatureScaling().fitted(
      to: RealPredictions.longTailed("validation"))
    // Chen and Su, CVPR 2023.
    #expect(abs(calibrator.temperature - 1.9240) < 1e-4)
    #expect(calibrator.statisticsSource == .validation)
  }

  @Test func `a two-dimensional example is what was worked by hand`() throws {
    // Chen and Su, CVPR 2023's small test vector.
    let first = DiagonalGaussian(mean: [0, 0], deviation: [1, 1], samples: 9)
    let second = DiagonalGaussian(mean: [4, 0], deviation: [2, 1], samples: 9)
    let tail = DiagonalGaussian(mean: [1, 1], deviation: [0.5, 1], samples: 9)
    let distances = [first, second].map(tail.squaredDistance)
    #expect(distances == [2.25, 12.25])
    let attention = FeatureTransfer.attention(distances, width: 2)
    #expect(abs(attention[0] - 0.999151395) < 1e-9)
    #expect(abs(attention[1] - 0.000848605) < 1e-9)
    let mixed = tail.mixed(keeping: 0.9, with: [(first, attention[0]), (second, attention[1])])
    #expect(abs(mixed.mean[0] - 0.90033944) < 1e-8)
    #expect(abs(mixed.mean[1] - 0.9) < 1e-12)
    #expect(abs(mixed.deviation[0] * mixed.deviation[0] - 0.30259335) < 1e-8)
    #expect(abs(mixed.deviation[1] - 1) < 1e-12)
    let point: [Float] = [1.5, 0.5]
    let ratio = point.withUnsafeBufferPointer {
      exp(mixed.logDensity($0) - tail.logDensity($0))
    }
    #expect(abs(ratio - 0.86532568) < 1e-8)
  }

  @Test func `at alpha 1 it is temperature scaling`() throws {
    var random = SeededNumbers(seed: 8)
    let predictions = random.predictions(samples: 300, classes: 5, featureWidth: 7)
    let plain = try TemperatureScaling().fitted(to: predictions).temperature
    let transferred = try KnowledgeTransferTemperatureScaling(alpha: 1).fitted(to: predictions)
    #expect(abs(transferred.temperature - plain) < 1e-9)
  }

  @Test func `a tail class with one sample keeps weight 1, with a warning that names it`() throws {
    var random = SeededNumbers(seed: 9)
    var predictions = random.predictions(samples: 200, classes: 4, featureWidth: 3)
    predictions.labels = predictions.labels.map { $0 == 3 ? 2 : $0 }
    predictions.labels[0] = 3
    let calibrator = try KnowledgeTransferTemperatureScaling(alpha: 0.9).fitted(to: predictions)
    #expect(
      calibrator.warnings.contains {
        $0.hasPrefix("class 3 has too few samples to take statistics from (1)")
      })
    #expect(calibrator.tailWeights.ofClass.last?.mean == 1)
  }

  @Test func `dead features do not spoil the weights`() throws {
    var random = SeededNumbers(seed: 10)
    var predictions = random.predictions(samples: 200, classes: 4, featureWidth: 3)
    let values = predictions.features.map { $0.values } ?? []
    predictions.features = Features(
      values.enumerated().map { $0.offset % 3 == 1 ? 0 : $0.element }, width: 3)
    let calibrator = try KnowledgeTransferTemperatureScaling(alpha: 0.9).fitted(to: predictions)
    #expect(calibrator.temperature.isFinite)
    #expect(calibrator.tailWeights.mean?.isFinite == true)
  }

  @Test
  func `without features there is no fit, and the predictions that lack them are named`() throws {
    var random = SeededNumbers(seed: 11)
    let with = random.predictions(samples: 50, classes: 4, featureWidth: 3)
    var without = with
    without.features = nil
    let method = KnowledgeTransferTemperatureScaling()
    #expect(throws: CalibrationError.needsFeatures(role: "validation")) {
      try method.fitted(to: without)
    }
    #expect(throws: CalibrationError.needsFeatures(role: "training")) {
      try method.fitted(to: with, training: without)
    }
    #expect(throws: CalibrationError.self) {
      try KnowledgeTransferTemperatureScaling(alpha: 1.5).fitted(to: with)
    }
    #expect(throws: CalibrationError.self) {
      try KnowledgeTransferTemperatureScaling(headClasses: 5).fitted(to: with)
    }
  }
}

/// Knowledge transfer that chooses its constants.
struct KnowledgeTransferAutoTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `CIFAR-10-LT comes to 1.25 % without a look at the test set`() throws {
    let calibrator = try KnowledgeTransferAuto().fitted(
      to: RealPredictions.longTailed("validation"), training: RealPredictions.longTailed("train"))
    let selection = try #require(calibrator.selection)
    #expect(selection.gapOfTemperatureScaling > 2.576 * selection.standardError)
    #expect(selection.candidates.count == 40)
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect((card["ece"] ?? 1) < 0.0125)
  }

  @Test
  func `temperature scaling stays where the class-balanced gap says nothing against it`() throws {
    var random = SeededNumbers(seed: 60)
    let predictions = random.predictions(samples: 500, classes: 5)
    let calibrator = try KnowledgeTransferAuto().fitted(to: predictions)
    let plain = try TemperatureScaling().fitted(to: predictions)
    #expect(abs(calibrator.temperature - plain.temperature) < 1e-9)
    #expect(calibrator.selection?.candidates.isEmpty == true)
    #expect(calibrator.warnings.first?.hasPrefix("there are no features") == true)
  }
}
