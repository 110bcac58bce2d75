import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

struct TemperatureScalingTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the published temperature and error are found on CIFAR-10-LT`() throws {
    let calibrator = try TemperatureScaling().fitted(to: RealPredictions.longTailed("validation"))
    // Chen and Su, CVPR 2023, the authors' program.
    #expect(abs(calibrator.temperature - 1.87657968) < 1e-6)
    #expect(calibrator.warnings.isEmpty)
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect(abs((card["ece"] ?? 0) - 0.022384) < 2e-6)
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `class-balanced weights come near the balanced optimum on CIFAR-10-LT`() throws {
    let calibrator = try TemperatureScaling(weighting: .classes)
      .fitted(to: RealPredictions.longTailed("validation"))
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    // USERS, fact 5: 1.50 % with class-balanced weights.
    #expect(abs((card["ece"] ?? 0) - 0.0150) < 1e-4)
  }

  @Test func `one sample of a rare class does not decide a fit of shrunk class weights`() throws {
    // 199 confident, right samples of the first class; one of the second, confident and wrong.
    let predictions = Predictions(
      logits: Logits((0..<400).map { $0 % 2 == 0 ? 4 : 0 }, classes: 2),
      labels: [Int](repeating: 0, count: 199) + [1])
    let weights = try predictions.weights(.shrunkClasses)
    // 199 / 209 and 1 / 11 of equal shares.
    #expect(
      abs(weights[199] / weights.reduce(0, +) - (1.0 / 11) / (199.0 / 209 + 1.0 / 11)) < 1e-12)
    let shrunk = try TemperatureScaling(weighting: .shrunkClasses).fitted(to: predictions)
    let equal = try TemperatureScaling(weighting: .classes).fitted(to: predictions)
    #expect(shrunk.temperature < 2)
    #expect(equal.temperature > 4.99)
  }

  @Test(
    arguments: [0.3, 1, 2.5],
    [SampleWeighting.samples, .classes, .shrunkClasses])
  func `the temperature is the best of a fine grid`(
    truth: Double, weighting: SampleWeighting
  ) throws {
    var random = SeededNumbers(seed: 5)
    let predictions = random.predictions(samples: 400, classes: 6, temperature: truth)
    let found = try TemperatureScaling(weighting: weighting).fitted(to: predictions).temperature
    let weights = try predictions.weights(weighting)
    let best = naiveLoss(predictions, weights, found)
    for step in 0...1000 {
      let temperature = 0.05 * pow(100, Double(step) / 1000)
      #expect(best <= naiveLoss(predictions, weights, temperature) + 1e-9)
    }
    // At the optimum the loss is flat: the slope over a small step is second order.
    let slope =
      (naiveLoss(predictions, weights, found * 1.0001)
        - naiveLoss(predictions, weights, found / 1.0001)) / 2e-4
    #expect(abs(slope) < 1e-6)
  }

  private func naiveLoss(
    _ predictions: Predictions, _ weights: [Double], _ temperature: Double
  ) -> Double {
    let classes = predictions.logits.classes
    let values = predictions.logits.values
    var sum = 0.0
    for (row, label) in predictions.labels.enumerated() {
      let scaled = values[row * classes..<(row + 1) * classes].map { Double($0) / temperature }
      let largest = scaled.max() ?? 0
      let total = scaled.reduce(0) { $0 + exp($1 - largest) }
      sum += weights[row] * (log(total) + largest - scaled[label])
    }
    return sum / Double(weights.count)
  }

  @Test(arguments: [(250_000, 10, 2.0), (600_000, 4, 0.4)])
  func `the derivative vanishes on large sets, which are approached in single precision`(
    samples: Int, classes: Int, truth: Double
  ) throws {
    var random = SeededNumbers(seed: 8)
    var predictions = random.predictions(samples: 3000, classes: classes, temperature: truth)
    var values = (0..<samples / 3000).flatMap { _ in predictions.logits.values }
    // Classes that are excluded, of which one is a label's own.
    values[(predictions.labels[5] + 1) % classes + 5 * classes] = -.infinity
    values[predictions.labels[6] + 6 * classes] = -.infinity
    predictions = Predictions(
      logits: Logits(values, classes: classes),
      labels: (0..<samples / 3000).flatMap { _ in predictions.labels })
    for weighting in [SampleWeighting.samples, .classes] {
      let calibrator = try TemperatureScaling(weighting: weighting).fitted(to: predictions)
      #expect(calibrator.warnings.count == 1)
      let beta = 1 / calibrator.temperature
      let loss = TemperatureLoss.exact(
        at: beta, predictions, weights: try predictions.weights(weighting))
      #expect(loss.excluded == 1)
      #expect(abs(loss.slope / loss.curvature) < 1e-12 * beta)
    }
  }

  @Test
  func `large separable sets stay at 1, hopeless ones reach their bound, with a warning`() throws {
    let samples = 600_000
    let values = (0..<samples).flatMap { row -> [Float] in
      row % 2 == 0 ? [3, 0, 1, 0] : [0, 1, 0, 4]
    }
    let logits = Logits(values, classes: 4)
    let right = Predictions(logits: logits, labels: (0..<samples).map { $0 % 2 == 0 ? 0 : 3 })
    let best = try TemperatureScaling().fitted(to: right)
    #expect(best.temperature == 1 && best.warnings.count == 1)
    let wrong = Predictions(logits: logits, labels: (0..<samples).map { $0 % 2 == 0 ? 1 : 0 })
    let worst = try TemperatureScaling().fitted(to: wrong)
    #expect(worst.temperature == 5 && worst.warnings.count == 1)
  }

  @Test func `separable data leaves the temperature at 1 and gives a warning`() throws {
    let logits = Logits([5, 0, 0, 0, 4, 0, 0, 0, 3], classes: 3)
    let calibrator = try TemperatureScaling().fitted(
      to: Predictions(logits: logits, labels: [0, 1, 2]))
    #expect(calibrator.temperature == 1)
    #expect(calibrator.warnings.count == 1)
    let huge = Predictions(
      logits: Logits([1e4, 0, 0, 1e4], classes: 2), labels: [0, 1])
    #expect(try TemperatureScaling().fitted(to: huge).temperature == 1)
  }

  @Test func `predictions that are worse than chance give the upper bound and a warning`() throws {
    let logits = Logits([5, 0, 0, 5, 3, 0], classes: 2)
    let calibrator = try TemperatureScaling().fitted(
      to: Predictions(logits: logits, labels: [1, 0, 1]))
    #expect(calibrator.temperature == 5)
    #expect(calibrator.warnings == ["the temperature reached its upper bound 5.0"])
  }

  @Test func `logits that say nothing leave the temperature at 1`() throws {
    let predictions = Predictions(
      logits: Logits([2, 2, 2, -1, -1, -1], classes: 3), labels: [0, 2])
    #expect(try TemperatureScaling().fitted(to: predictions).temperature == 1)
  }

  @Test func `a label that its logits exclude is left out with a warning`() throws {
    var random = SeededNumbers(seed: 6)
    let predictions = random.predictions(samples: 100, classes: 3)
    let whole = try TemperatureScaling().fitted(to: predictions)
    let extended = Predictions(
      logits: Logits(predictions.logits.values + [1, -.infinity, 0], classes: 3),
      labels: predictions.labels + [1])
    let calibrator = try TemperatureScaling().fitted(to: extended)
    #expect(abs(calibrator.temperature - whole.temperature) < 1e-12)
    #expect(calibrator.warnings.count == 1)
  }

  @Test func `weights of samples count: doubling one is the same as repeating it`() throws {
    var random = SeededNumbers(seed: 7)
    var predictions = random.predictions(samples: 60, classes: 3)
    let repeated = Predictions(
      logits: Logits(predictions.logits.values + predictions.logits.values[0..<3], classes: 3),
      labels: predictions.labels + [predictions.labels[0]])
    predictions.sampleWeights = [2] + [Double](repeating: 1, count: 59)
    let weighted = try TemperatureScaling().fitted(to: predictions).temperature
    #expect(abs(weighted - (try TemperatureScaling().fitted(to: repeated).temperature)) < 1e-9)
  }

  @Test func `NaN, labels out of range and bad bounds are refused with their place`() {
    let nan = Predictions(logits: Logits([1, 2, .nan, 0], classes: 2), labels: [0, 1])
    #expect(
      throws: CalibrationError.unusable(
        .labelOutOfRange(label: 2, row: 0, classes: 2), role: "validation")
    ) {
      try TemperatureScaling().fitted(
        to: Predictions(logits: Logits([1, 2], classes: 2), labels: [2]))
    }
    #expect { try TemperatureScaling().fitted(to: nan) } throws: { error in
      "\(error)" == "validation predictions: logit nan in row 1, column 0; "
        + "a number or -inf was expected"
    }
    #expect(throws: CalibrationError.self) {
      try TemperatureScaling(lowerBound: 2, upperBound: 1).fitted(
        to: Predictions(logits: Logits([1, 2], classes: 2), labels: [1]))
    }
  }
}
