import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// The choice among calibrators and none.
struct CalibratorSelectionTests {
  private func predictions(
    _ seed: UInt64, samples: Int = 600, temperature: Double = 2
  ) -> Predictions {
    var random = SeededNumbers(seed: seed)
    return random.predictions(samples: samples, classes: 4, temperature: temperature)
  }

  @Test func `over-confident probabilities are calibrated`() throws {
    let choice = try CalibratorSelection().choice(
      among: [TemperatureScaling()], on: predictions(1), training: nil)
    #expect(choice.chosen == "temperature")
    #expect(choice.candidates.map(\.name) == ["none", "temperature"])
    let cost = try #require(choice["none"]?.aboveChosen)
    #expect(cost.value > 0.05)
    #expect(try cost.value > 2 * #require(cost.standardError))
    #expect(choice["temperature"]?.aboveChosen == nil)
  }

  @Test func `calibrated probabilities mostly stay as they are`() throws {
    let kept = try (0..<20).count { seed in
      try CalibratorSelection().choice(
        among: [TemperatureScaling()], on: predictions(100 + UInt64(seed), temperature: 1),
        training: nil
      ).chosen == "none"
    }
    #expect(kept >= 16)
  }

  @Test func `each sample is measured through a fit that has not seen it`() throws {
    let predictions = predictions(2, samples: 50)
    var selection = CalibratorSelection()
    selection.weighting = .samples
    let choice = try selection.choice(
      among: [TemperatureScaling()], on: predictions, training: nil)
    let fitting = CrossFitting(labels: predictions.labels, folds: 5)
    var total = 0.0
    for row in 0..<50 {
      let others = (0..<50).filter { fitting.folds[$0] != fitting.folds[row] }
      let fitted = try TemperatureScaling().fitted(to: predictions.selecting(others))
      let own = predictions.selecting([row])
      total -= log(fitted(own.logits).values[own.labels[0]])
    }
    #expect(abs(try #require(choice["temperature"]?.negativeLogLikelihood) - total / 50) < 1e-12)
    let plain = LikelihoodScores(softmax(predictions.logits), labels: predictions.labels)
    #expect(
      abs(
        try #require(choice["none"]?.negativeLogLikelihood)
          - #require(plain.negativeLogLikelihood)) < 1e-12)
  }

  @Test func `a class with as many samples as folds counts half`() throws {
    var random = SeededNumbers(seed: 21)
    var predictions = random.predictions(samples: 50, classes: 2, temperature: 2)
    predictions.labels = [Int](repeating: 0, count: 45) + [Int](repeating: 1, count: 5)
    let choice = try CalibratorSelection().choice(among: [], on: predictions, training: nil)
    // Shares 45 / 50 and 5 / 10, spread over 45 and 5 samples: weights 0.02 and 0.1.
    let weights = [Double](repeating: 0.02, count: 45) + [Double](repeating: 0.1, count: 5)
    let losses = LikelihoodScores.perSample(
      softmax(predictions.logits), labels: predictions.labels
    ).likelihood
    let mean = zip(losses, weights).map { $0 * $1 }.reduce(0, +) / 1.4
    #expect(abs(try #require(choice["none"]?.negativeLogLikelihood) - mean) < 1e-12)
    // (Σ w)² / Σ w²
    #expect(abs(choice.effectiveSamples - 1.4 * 1.4 / (45 * 0.0004 + 5 * 0.01)) < 1e-9)
  }

  @Test func `the samples of each class are dealt out evenly, single ones to different folds`() {
    let labels = (0..<12).map { _ in 0 } + (0..<7).map { _ in 1 } + [2, 3, 4, 5]
    let folds = CrossFitting(labels: labels, folds: 5).folds
    for label in 0...5 {
      let counts = (0..<5).map { fold in
        labels.indices.count { labels[$0] == label && folds[$0] == fold }
      }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    #expect(Set(folds.suffix(4)).count == 4)
    #expect(CrossFitting(labels: [0, 1, 0], folds: 5).count == 3)
  }

  @Test func `what memorises its samples is not chosen`() throws {
    let predictions = predictions(3, samples: 60, temperature: 1)
    let method = IsotonicOneVersusAll()
    let fitted = try method.fitted(to: predictions)
    let seen = LikelihoodScores(fitted(predictions.logits), labels: predictions.labels)
    let plain = LikelihoodScores(softmax(predictions.logits), labels: predictions.labels)
    #expect(
      try #require(seen.negativeLogLikelihood) < #require(plain.negativeLogLikelihood))
    let choice = try CalibratorSelection().choice(
      among: [method], on: predictions, training: nil)
    #expect(choice.chosen == "none")
  }

  @Test func `a weighted mean has the standard error of its formula`() throws {
    let mean = WeightedMean([1, 2, 4], weights: [1, 1, 2])
    // (1 + 2 + 8) / 4; (1·1.75² + 1·0.75² + 4·1.25²) / (16 − 6)
    #expect(mean.value == 2.75)
    #expect(abs(try #require(mean.standardError) - 0.993_730_345_7) < 1e-9)
    // Of equal weights it is that of the plain mean.
    let plain = WeightedMean([1, 2, 3, 6], weights: [3, 3, 3, 3])
    #expect(abs(try #require(plain.standardError) - (14.0 / 3 / 4).squareRoot()) < 1e-12)
    #expect(WeightedMean([1, 5], weights: [1, 0]).standardError == nil)
  }

  @Test func `a calibrator that cannot be fitted is no candidate, and says why`() throws {
    let choice = try CalibratorSelection().choice(
      among: [KnowledgeTransferTemperatureScaling(), TemperatureScaling()], on: predictions(4),
      training: nil)
    #expect(choice.chosen == "temperature")
    #expect(choice["knowledge-transfer"]?.negativeLogLikelihood == nil)
    #expect(choice["knowledge-transfer"]?.skipped?.contains("features") == true)
  }

  @Test func `without a calibrator there is nothing to choose from`() throws {
    let choice = try CalibratorSelection().choice(among: [], on: predictions(5), training: nil)
    #expect(choice.chosen == "none")
    #expect(choice.reason == "there was no calibrator to choose from")
  }

  @Test func `a single sample chooses nothing`() throws {
    let choice = try CalibratorSelection().choice(
      among: [TemperatureScaling()], on: predictions(5, samples: 1), training: nil)
    #expect(choice.chosen == "none")
    #expect(choice.reason == "1 held-out samples are too few to tell calibrators apart")
  }

  @Test func `a choice is the same after it was written and read`() throws {
    let choice = try CalibratorSelection().choice(
      among: [TemperatureScaling(), KnowledgeTransferTemperatureScaling()], on: predictions(6),
      training: nil)
    let data = try JSONEncoder().encode(choice)
    #expect(try JSONDecoder().decode(CalibratorChoice.self, from: data) == choice)
  }

  @Test func `experts that are calibrated one by one are chosen for as they will answer`() throws {
    var ensemble = predictions(7)
    ensemble.expertLogits = [ensemble.logits, predictions(8).logits]
    var selection = CalibratorSelection()
    selection.expertCalibration = .each
    selection.combination = .meanProbabilities
    let each = try selection.choice(among: [TemperatureScaling()], on: ensemble, training: nil)
    selection.expertCalibration = .combined
    let combined = try selection.choice(
      among: [TemperatureScaling()], on: ensemble, training: nil)
    #expect(
      each["temperature"]?.negativeLogLikelihood != combined["temperature"]?.negativeLogLikelihood)
    #expect(each["none"] != nil)
  }

  @Test(arguments: [
    ("folds", 1, 1.0, 1.0), ("standardErrors", 5, -1, 1), ("standardErrors", 5, .nan, 1),
    ("calibrationErrorWeight", 5, 1, -0.1),
  ])
  func `settings out of their range are refused`(
    key: String, folds: Int, standardErrors: Double, weight: Double
  ) throws {
    var selection = CalibratorSelection()
    selection.folds = folds
    selection.standardErrors = standardErrors
    selection.calibrationErrorWeight = weight
    let error = #expect(throws: CalibrationError.self) {
      try selection.choice(among: [], on: predictions(9), training: nil)
    }
    #expect("\(try #require(error))".hasPrefix(key))
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `on real long-tailed outputs the choice costs no more than 0.005 nats`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let test = try RealPredictions.longTailed("test")
    let methods: [any CalibrationMethod] = [
      TemperatureScaling(), VectorScaling(), IsotonicOneVersusAll(),
    ]
    let choice = try CalibratorSelection().choice(among: methods, on: validation, training: nil)
    func likelihood(_ probabilities: Probabilities) throws -> Double {
      try #require(LikelihoodScores(probabilities, labels: test.labels).negativeLogLikelihood)
    }
    var figures = ["none": try likelihood(softmax(test.logits))]
    for method in methods {
      figures[type(of: method).name] = try likelihood(
        method.fitted(to: validation).probabilities(for: test.logits))
    }
    let lowest = try #require(figures.values.min())
    #expect(choice.chosen != "none")
    #expect(try #require(figures[choice.chosen]) <= lowest + 0.005)
  }
}
