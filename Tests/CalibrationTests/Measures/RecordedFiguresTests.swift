import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Figures of every evaluation.
struct RecordedFiguresTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `real networks' figures agree with the reference implementation`() throws {
    // Chen and Su, CVPR 2023, the authors' program, rows Base and TS.
    let test = try RealPredictions.longTailed("test")
    let base = try FigureTable(of: Measures.recorded, softmax(test.logits), labels: test.labels)
    expect(base, ece: 0.083984, mce: 0.266194, classwise: 0.019316, adaptive: 0.017622)
    expect(base, overconfidence: 0.075328, brier: 0.223603, likelihood: 0.587892)
    #expect(base["accuracy"] == 0.8610)
    #expect(base["balanced_accuracy"].map { abs($0 - 0.8610) < 1e-12 } == true)
    let scaled = try FigureTable(
      of: Measures.recorded, softmax(test.logits, temperature: 1.87657968), labels: test.labels)
    expect(scaled, ece: 0.022384, mce: 0.088297, classwise: 0.013123, adaptive: 0.013128)
    expect(scaled, overconfidence: 0.016681, brier: 0.203913, likelihood: 0.433435)
  }

  private func expect(
    _ card: FigureTable, ece: Double, mce: Double, classwise: Double, adaptive: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectClose(card["ece"], ece, sourceLocation)
    expectClose(card["mce"], mce, sourceLocation)
    expectClose(card["classwise_ece"], classwise, sourceLocation)
    expectClose(card["ace"], adaptive, sourceLocation)
  }

  private func expect(
    _ card: FigureTable, overconfidence: Double, brier: Double, likelihood: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectClose(card["overconfidence_error"], overconfidence, sourceLocation)
    expectClose(card["brier"], brier, sourceLocation)
    expectClose(card["nll"], likelihood, sourceLocation)
  }

  /// The reference prints six decimals and bins float32 probabilities.
  private func expectClose(_ found: Double?, _ expected: Double, _ place: SourceLocation) {
    #expect(abs((found ?? .nan) - expected) < 2e-6, sourceLocation: place)
  }

  @Test func `group scores by true and by predicted label count every sample once`() throws {
    var random = SeededNumbers(seed: 3)
    let predictions = random.predictions(samples: 500, classes: 4)
    let card = try FigureTable(
      of: Measures.recorded, softmax(predictions.logits), labels: predictions.labels,
      classCounts: [500, 101, 100, 19])
    for groups in [card.groupsByTrueLabel, card.groupsByPredictedLabel] {
      let groups = try #require(groups)
      #expect(groups.values.reduce(0) { $0 + $1.samples } == 500)
      for score in groups.values {
        #expect(score.bins.reduce(0) { $0 + $1.count } == score.samples)
        let gap = try #require(score.signedGap)
        #expect(abs(gap) <= (score.expectedError ?? 0) + 1e-12)
      }
    }
    #expect(card["accuracy_medium"] == card.accuracyOfClass[2])
    #expect(card["accuracy_few"] == card.accuracyOfClass[3])
  }

  @Test func `an empty group has null, never 0`() throws {
    let probabilities = Probabilities([0.9, 0.1, 0.2, 0.8], classes: 2)
    let card = try FigureTable(
      of: Measures.recorded, probabilities, labels: [0, 1], classCounts: [200, 150])
    #expect(card["accuracy_many"] == 1)
    #expect(card["accuracy_few"] == nil)
    #expect(card.groupsByTrueLabel?[.few]?.samples == 0)
    #expect(card.groupsByTrueLabel?[.few]?.expectedError == nil)
  }

  @Test func `JSON has every key of the command line, null where there is no number`() throws {
    let probabilities = Probabilities([0.9, 0.1, 0.2, 0.8], classes: 2)
    let card = try FigureTable(of: Measures.recorded, probabilities, labels: [0, 1])
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(card))
    let keys = try #require(object as? [String: Any])
    for key in [
      "samples", "classes", "accuracy", "accuracy_many", "accuracy_medium", "accuracy_few",
      "balanced_accuracy", "ece", "mce", "adaptive_ece", "classwise_ece", "ace", "nll", "brier",
    ] {
      #expect(keys[key] != nil, "\(key)")
    }
    #expect(keys["accuracy_few"] is NSNull)
  }

  @Test func `JSON is read back exactly`() throws {
    var random = SeededNumbers(seed: 4)
    let predictions = random.predictions(samples: 300, classes: 5)
    let card = try FigureTable(
      of: Measures.recorded, softmax(predictions.logits), labels: predictions.labels,
      classCounts: [300, 200, 90, 30, 5])
    #expect(try JSONDecoder().decode(FigureTable.self, from: JSONEncoder().encode(card)) == card)
  }
}
