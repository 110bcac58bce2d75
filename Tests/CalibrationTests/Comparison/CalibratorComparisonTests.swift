import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Calibrators beside each other.
struct CalibratorComparisonTests {
  private func comparison(featureWidth: Int? = nil) throws -> CalibratorComparison {
    var random = SeededNumbers(seed: 300)
    return try CalibratorComparison(
      validation: random.predictions(samples: 400, classes: 4, featureWidth: featureWidth),
      training: nil, test: random.predictions(samples: 600, classes: 4, featureWidth: featureWidth))
  }

  @Test func `the uncalibrated row comes first, then the methods in their order`() throws {
    let entries = try comparison().run([TemperatureScaling(), VectorScaling()])
    #expect(entries.map(\.method) == ["none", "temperature", "vector"])
    #expect(entries[0].measurement?.fitSeconds == 0)
    #expect(entries[0].measurement?.calibrator == nil)
    let plain = try #require(entries[0].measurement?.figures["ece"])
    let scaled = try #require(entries[1].measurement?.figures["ece"])
    #expect(scaled < plain)
  }

  @Test func `what is measured is the test set through the fitted calibrator`() throws {
    let comparison = try comparison()
    let entry = try #require(comparison.run([TemperatureScaling()]).last?.measurement)
    let fitted = try TemperatureScaling().fitted(to: comparison.validation)
    #expect(entry.calibrator?.fittedTemperature == fitted.temperature)
    #expect(
      try entry.figures.rows.map(\.value)
        == FigureTable(fitted(comparison.test.logits), labels: comparison.test.labels).rows
        .map(\.value))
  }

  @Test
  func `a calibrator that cannot be fitted is skipped with the reason, and others go on`() throws {
    let entries = try comparison().run([
      KnowledgeTransferTemperatureScaling(), TemperatureScaling(),
    ])
    #expect(entries[1].measurement == nil)
    #expect(entries[1].skipped?.contains("features") == true)
    #expect(entries[2].skipped == nil)
  }

  @Test func `a fit beyond the time limit is skipped`() throws {
    var comparison = try comparison()
    comparison.timeLimit = 1e-9
    let entries = comparison.run([TemperatureScaling(), MatrixScaling()])
    #expect(entries[0].measurement != nil)
    for entry in entries.dropFirst() {
      #expect(entry.skipped?.contains("longer than 1e-09 seconds") == true)
    }
  }

  @Test func `an iterative fit ends at the deadline and says that it did not converge`() throws {
    var random = SeededNumbers(seed: 301)
    let predictions = random.predictions(samples: 300, classes: 4)
    let stopped = try FitDeadline.$moment.withValue(.now) {
      try MatrixScaling().fitted(to: predictions)
    }
    #expect(stopped.warnings.contains { $0.contains("before its tolerance") })
    let whole = try MatrixScaling().fitted(to: predictions)
    #expect(whole.warnings.isEmpty)
  }

  @Test func `every step is reported: what is fitted, and what became of it`() throws {
    var steps: [String] = []
    _ = try comparison().run([TemperatureScaling(), KnowledgeTransferTemperatureScaling()]) {
      step in
      switch step {
      case .fitting(let name, let place, let count): steps.append("\(name) \(place)/\(count)")
      case .finished(let name, let skipped, let seconds):
        steps.append("\(name) \(skipped == nil ? "done" : "skipped")")
        #expect(seconds >= 0)
      }
    }
    #expect(
      steps == [
        "temperature 0/2", "temperature done", "knowledge-transfer 1/2",
        "knowledge-transfer skipped",
      ])
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `with the prior corrected, temperature scaling is as known on CIFAR-10-LT`() throws {
    var comparison = try CalibratorComparison(
      validation: RealPredictions.longTailed("validation"), training: nil,
      test: RealPredictions.longTailed("test"))
    comparison.targetPrior = [Double](repeating: 0.1, count: 10)
    let entries = comparison.run([TemperatureScaling(), BiasCorrectedTemperatureScaling()])
    let temperature = try #require(entries[1].measurement?.corrected)
    #expect(temperature["accuracy"] == 0.8757)
    #expect(abs((temperature["ece"] ?? 1) - 0.01032) < 1e-5)
    #expect(abs((temperature["nll"] ?? 9) - 0.38620) < 1e-5)
    // Its own figures are as without.
    #expect(abs((entries[1].measurement?.figures["ece"] ?? 1) - 0.022384) < 1e-6)
    // Offsets hold the prior of the validation set: they lose without the correction, not with it.
    let offsets = try #require(entries[2].measurement)
    #expect((offsets.figures["nll"] ?? 0) > 0.44)
    #expect((offsets.corrected?["nll"] ?? 9) < 0.39)
    let data = try JSONEncoder().encode(entries[1])
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let corrected = try #require(object["prior_corrected"] as? [String: Any])
    #expect(corrected["accuracy"] as? Double == 0.8757)
  }

  @Test
  func `figures from pieces are those of the whole, and a large set's differ by rounding`() throws {
    var random = SeededNumbers(seed: 304)
    // Above the size from which probabilities are held in single precision.
    let part = random.predictions(samples: 500, classes: 100)
    let large = part.selecting((0..<170_000).map { $0 % 500 })
    let calibrate = { (piece: Predictions) in softmax(piece.logits, temperature: 2) }
    let whole = calibrate(part)
    let pieces = large.inPieces(calibrate)
    #expect(pieces.samples == 170_000)
    pieces.withUnsafeRows { rows in
      guard case .floats(let base) = rows else {
        Issue.record("a large set in double precision")
        return
      }
      for row in [0, 499, 10_485, 10_486, 169_999] {
        for column in 0..<100 {
          #expect(base[row * 100 + column] == Float(whole.values[row % 500 * 100 + column]))
        }
      }
    }
    #expect(part.inPieces(calibrate) == whole)
    let mean = part.meanOfPieces(calibrate)
    #expect(abs(mean.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `predictions of other classes are refused`() throws {
    var random = SeededNumbers(seed: 302)
    let four = random.predictions(samples: 50, classes: 4)
    let three = random.predictions(samples: 50, classes: 3)
    #expect(throws: CalibrationError.classesDiffer(calibrator: 4, data: 3)) {
      try CalibratorComparison(validation: four, training: nil, test: three)
    }
    #expect(throws: CalibrationError.classesDiffer(calibrator: 4, data: 3)) {
      try CalibratorComparison(validation: four, training: three, test: four)
    }
  }

  @Test
  func `groups come from the counts of the folders, or else from the training labels`() throws {
    var random = SeededNumbers(seed: 303)
    let predictions = random.predictions(samples: 60, classes: 3)
    var counted = predictions
    counted.classCounts = [500, 50, 5]
    #expect(
      try CalibratorComparison(validation: counted, training: predictions, test: predictions)
        .classCounts == [500, 50, 5])
    #expect(
      try CalibratorComparison(validation: predictions, training: predictions, test: predictions)
        .classCounts == predictions.labelCounts)
    #expect(
      try CalibratorComparison(validation: predictions, training: nil, test: predictions)
        .classCounts == nil)
  }

  @Test
  func `JSON rows have the keys of metrics and their own, and skipped ones only two`() throws {
    let entries = try comparison().run([
      TemperatureScaling(), KnowledgeTransferTemperatureScaling(),
    ])
    let rows = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(entries)) as? [[String: Any]])
    try #require(rows.count == 3)
    let needed = [
      "method", "fit_seconds", "samples", "classes", "accuracy", "accuracy_many",
      "accuracy_medium", "accuracy_few", "balanced_accuracy", "ece", "mce", "adaptive_ece",
      "classwise_ece", "ace", "nll", "brier", "temperature", "intervals", "conventions", "auroc",
      "ece_debiased",
    ]
    for key in needed {
      #expect(rows[0][key] != nil, "\(key)")
      #expect(rows[1][key] != nil, "\(key)")
    }
    #expect(rows[0]["method"] as? String == "none")
    #expect(rows[0]["temperature"] is NSNull)
    #expect(rows[1]["temperature"] is NSNumber)
    #expect(Set(rows[2].keys) == ["method", "skipped"])
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the figures of the published arrays are reached`() throws {
    let comparison = try CalibratorComparison(
      validation: RealPredictions.longTailed("validation"),
      training: RealPredictions.longTailed("train"), test: RealPredictions.longTailed("test"))
    let entries = comparison.run([
      TemperatureScaling(), KnowledgeTransferTemperatureScaling(), KnowledgeTransferAuto(),
    ])
    let errors = entries.compactMap { $0.measurement?.figures["ece"] }
    try #require(errors.count == 4)
    // Chen and Su, CVPR 2023.
    #expect(abs(errors[0] - 0.083984) < 2e-4)
    #expect(abs(errors[1] - 0.022384) < 2e-4)
    #expect(abs(errors[2] - 0.010078) < 2e-4)
    #expect(errors[3] <= 0.0125)
    #expect(entries[1].measurement?.aboveLowestError?.isNoise == false)
  }
}
