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

  /// The choice between none and others by what each loses on each sample; variances of the null are 0 unless given.
  private func choice(
    _ losses: [[Double]], weights: [Double]? = nil, standardErrors: Double = 1,
    nullVariance: Double = 0
  ) -> CalibratorChoice {
    var selection = CalibratorSelection()
    selection.standardErrors = standardErrors
    let variances = [Double](repeating: nullVariance, count: losses[0].count)
    return selection.choice(
      names: ["none", "temperature", "svs", "vector", "matrix"].prefix(losses.count).map { $0 },
      losses: losses.map { HeldOutLosses(values: $0, nullVariances: variances) },
      reasons: losses.map { _ in nil },
      weights: weights ?? [Double](repeating: 1, count: losses[0].count), folds: 5)
  }

  private func chosen(
    _ plain: [Double], _ calibrated: [Double], weights: [Double], standardErrors: Double = 1
  ) -> String {
    choice([plain, calibrated], weights: weights, standardErrors: standardErrors).chosen
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

  @Test func `two tail samples that disagree decide nothing, two hundred do`() {
    // Each class has half of the weight.
    func choice(tail: Int) -> String {
      let plain = [Double](repeating: 1, count: 200 + tail)
      let calibrated =
        [Double](repeating: 1, count: 200) + (0..<tail).map { $0 % 2 == 0 ? -2 : 2 }
      let weights =
        [Double](repeating: 0.5, count: 200)
        + [Double](repeating: 100 / Double(tail), count: tail)
      return chosen(plain, calibrated, weights: weights)
    }
    #expect(choice(tail: 2) == "none")
    #expect(choice(tail: 200) == "temperature")
  }

  @Test func `classes that count the same choose another one than samples that do`() {
    // Better on 100 head samples, worse on 20 tail samples.
    let plain = [Double](repeating: 1, count: 120)
    let noise = (0..<120).map { $0 % 2 == 0 ? 0.01 : -0.01 }
    let calibrated = (0..<120).map { ($0 < 100 ? 0.9 : 1.3) + noise[$0] }
    let equal = [Double](repeating: 1, count: 120)
    let balanced = (0..<120).map { $0 < 100 ? 0.6 : 3.0 }
    #expect(chosen(plain, calibrated, weights: equal) == "temperature")
    #expect(chosen(plain, calibrated, weights: balanced) == "none")
  }

  @Test func `the first of equals is chosen, and a better one by its standard errors`() {
    let base = (0..<100).map { 1 + 0.1 * Double($0 % 2) }
    // On average 0.01 better; a deviation of 0.1 makes a standard error of about 0.01005.
    let better = base.enumerated().map { $1 - 0.01 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let equal = [Double](repeating: 1, count: 100)
    #expect(chosen(base, base, weights: equal, standardErrors: 0) == "none")
    #expect(chosen(base, better, weights: equal, standardErrors: 0.9) == "temperature")
    #expect(chosen(base, better, weights: equal, standardErrors: 1) == "none")
  }

  @Test func `a list of calibrators must be better by more than a lone one`() throws {
    let base = [Double](repeating: 1, count: 100)
    // 0.0121 better with a standard error of 0.0118, as on 245 pictures of traffic signs that were worse for it.
    let better = (0..<100).map { 1 - 0.0121 + ($0 % 2 == 0 ? 0.118 : -0.118) * 0.99499 }
    #expect(choice([base, better]).chosen == "temperature")
    #expect(choice([base, better, base]).chosen == "none")
    // Student's t with 99 degrees of freedom: scipy.stats.t.isf(norm.sf(1) / m, 99).
    for (others, required) in [(0, 1.00507607701), (1, 1.420323420165), (3, 1.772859601931)] {
      let all = [base, better] + [[Double]](repeating: base, count: others)
      #expect(abs(try #require(choice(all).requiredStandardErrors) - required) < 1e-9)
    }
    #expect(
      choice([base, better, base]).reason.contains("0.0121 only, not more than 1.42 standard"))
  }

  @Test func `of those that are better than none the simplest within a standard error is taken`() {
    let base = [Double](repeating: 1, count: 100)
    let noise = (0..<100).map { $0 % 2 == 0 ? 0.1 : -0.1 }
    let good = noise.map { 0.8 + $0 }
    // 0.005 and 0.015 better, both with a standard error of 0.01005 that is their own.
    let same = good.enumerated().map { $1 - 0.005 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let better = good.enumerated().map { $1 - 0.015 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    #expect(choice([base, good, same]).chosen == "temperature")
    #expect(choice([base, good, better]).chosen == "svs")
    // The lowest, but nobody knows: it is 0.3 better on average, ± 0.5.
    let wild = (0..<100).map { 0.7 + ($0 % 2 == 0 ? 5.0 : -5.0) }
    let among = choice([base, good, wild])
    #expect(among.chosen == "temperature" && among.lowest?.name == "svs")
    #expect(among.reason.contains("svs has a lower") && among.reason.contains("not told apart"))
  }

  @Test func `samples without an error do not speak for sharper probabilities`() throws {
    // Forty right answers of 0.9 among two classes: every sample says that 0.999 would be better. One error would
    // cost 4.6 nats.
    let plain = Probabilities((0..<40).flatMap { _ in [0.9, 0.1] }, classes: 2)
    let sharp = Probabilities((0..<40).flatMap { _ in [0.999, 0.001] }, classes: 2)
    let labels = [Int](repeating: 0, count: 40)
    let losses = HeldOutLosses(sharp, uncalibrated: plain, labels: labels)
    // log(0.999 / 0.9) and log(0.001 / 0.1) with chances 0.9 and 0.1: variance 0.09 · (their distance)².
    let distance = log(0.999 / 0.9) - log(0.001 / 0.1)
    #expect(losses.nullVariances.allSatisfy { abs($0 - 0.09 * distance * distance) < 1e-12 })
    let base = HeldOutLosses(plain, uncalibrated: plain, labels: labels)
    #expect(base.nullVariances.allSatisfy { $0 == 0 })
    let weights = [Double](repeating: 1, count: 40)
    let choice = CalibratorSelection().choice(
      names: ["none", "temperature"], losses: [base, losses], reasons: [nil, nil],
      weights: weights, folds: 5)
    #expect(choice.chosen == "none")
    let error = try #require(choice["temperature"]?.belowUncalibrated?.standardError)
    #expect(abs(error - 0.3 * distance / 40.0.squareRoot()) < 1e-12)
    #expect(self.choice([base.values, losses.values]).chosen == "temperature")
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

  @Test func `a single sample chooses nothing`() throws {
    let choice = try CalibratorSelection().choice(
      among: [TemperatureScaling()], on: predictions(5, samples: 1), training: nil)
    #expect(choice.chosen == "none")
    #expect(choice.reason == "1 held-out samples are too few to tell calibrators apart")
  }

  @Test func `the reason names the candidate that is better by chance, and the weights`() throws {
    let base = (0..<100).map { 1 + 0.1 * Double($0 % 2) }
    let better = base.enumerated().map { $1 - 0.005 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let choice = choice([base, better])
    #expect(choice.chosen == "none")
    #expect(choice.effectiveSamples == 100)
    for words in [
      "temperature has a lower", "100 held-out samples", "each class counting the same", "0.0050",
      "1.01 standard errors of 0.0101",
    ] {
      #expect(choice.reason.contains(words), "\(choice.reason) lacks \(words)")
    }
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

  @Test(arguments: [("folds", 1, 1.0), ("standardErrors", 5, -1), ("standardErrors", 5, .nan)])
  func `settings out of their range are refused`(
    key: String, folds: Int, standardErrors: Double
  ) throws {
    var selection = CalibratorSelection()
    selection.folds = folds
    selection.standardErrors = standardErrors
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
