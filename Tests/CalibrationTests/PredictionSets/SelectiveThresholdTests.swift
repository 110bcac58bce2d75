import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Answers with a guaranteed risk.
struct SelectiveThresholdTests {
  static func check(
    _ sets: KnownSets, _ risk: Double, _ threshold: Double, _ accepted: Int, _ errors: Int,
    _ pValue: Double, _ coverage: Double, _ measured: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let top = TopLabels(sets.calibration)
    let found = try SelectiveThreshold(
      confidences: top.confidences, correct: top.correct(sets.calibrationLabels), risk: risk)
    #expect(found.threshold == threshold, sourceLocation: sourceLocation)
    #expect(found.accepted == accepted && found.errors == errors, sourceLocation: sourceLocation)
    #expect(abs(found.pValue - pValue) < 1e-6, sourceLocation: sourceLocation)
    let other = TopLabels(sets.test)
    let outcome = found.outcome(
      confidences: other.confidences, correct: other.correct(sets.testLabels))
    #expect(abs((outcome.coverage ?? .nan) - coverage) < 5.1e-5, sourceLocation: sourceLocation)
    #expect(abs((outcome.risk ?? .nan) - measured) < 5.1e-6, sourceLocation: sourceLocation)
  }

  /// Confidences and outcomes of every second row of a network's ImageNet predictions.
  private static func imageNet(
    _ network: String, rows: (Int) -> Bool
  ) throws -> (confidences: [Double], correct: [Bool]) {
    let folder = (RealPredictions.folder ?? "") + "/imagenet-top1/"
    func numbers(_ name: String) throws -> [Double] {
      try ArrayFile.read(folder + name, names: []).array.doubles()
    }
    let labels = try numbers("labels.npy")
    let predicted = try numbers(network + "_pred.npy")
    let chosen = labels.indices.filter(rows)
    let confidences = try numbers(network + "_conf.npy")
    return (chosen.map { confidences[$0] }, chosen.map { predicted[$0] == labels[$0] })
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `known answers of ImageNet networks`() throws {
    let even = try Self.imageNet("resnet34") { $0 % 2 == 0 }
    let odd = try Self.imageNet("resnet34") { $0 % 2 == 1 }
    let tenth = try SelectiveThreshold(
      confidences: even.confidences, correct: even.correct, risk: 0.1)
    #expect(tenth.threshold == 0.571 && tenth.accepted == 16597 && tenth.errors == 1608)
    let outcome = tenth.outcome(confidences: odd.confidences, correct: odd.correct)
    #expect(abs((outcome.coverage ?? .nan) - 0.6636) < 5.1e-5)
    #expect(abs((outcome.risk ?? .nan) - 0.09476) < 5.1e-6)
    let twentieth = try SelectiveThreshold(
      confidences: even.confidences, correct: even.correct, risk: 0.05)
    #expect(twentieth.threshold == 0.784)
    let other = twentieth.outcome(confidences: odd.confidences, correct: odd.correct)
    #expect(abs((other.coverage ?? .nan) - 0.4638) < 5.1e-5)
    #expect(abs((other.risk ?? .nan) - 0.04691) < 5.1e-6)
  }

  @Test(
    .enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"),
    arguments: [
      "densenet161", "gluon_senet154", "inception_v3", "mobilenetv3_large_100", "resnet34",
    ])
  func `the promise holds on the other half`(network: String) throws {
    let even = try Self.imageNet(network) { $0 % 2 == 0 }
    let odd = try Self.imageNet(network) { $0 % 2 == 1 }
    func risk(_ wanted: Double) throws -> Double? {
      let found = try SelectiveThreshold(
        confidences: even.confidences, correct: even.correct, risk: wanted)
      return found.outcome(confidences: odd.confidences, correct: odd.correct).risk
    }
    let tenth = try #require(try risk(0.1))
    #expect((0.09125...0.09505).contains(tenth))
    // Its most confident tenth errs too often already.
    guard network != "gluon_senet154" else {
      #expect(try risk(0.05) == nil)
      return
    }
    let twentieth = try #require(try risk(0.05))
    #expect((0.04515...0.04705).contains(twentieth))
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `halves of a file that is sorted by class are two populations`() throws {
    let first = try Self.imageNet("resnet34") { $0 < 25_000 }
    let second = try Self.imageNet("resnet34") { $0 >= 25_000 }
    let found = try SelectiveThreshold(
      confidences: first.confidences, correct: first.correct, risk: 0.1)
    let risk = found.outcome(confidences: second.confidences, correct: second.correct).risk
    #expect(abs((risk ?? .nan) - 0.119) < 5.1e-4)
  }

  @Test func `without a threshold nothing is answered`() throws {
    let found = try SelectiveThreshold(
      confidences: [0.9, 0.8, 0.7, 0.6], correct: [false, true, false, true], risk: 0.1)
    #expect(found.threshold == nil && found.accepted == 0)
    let outcome = found.outcome(confidences: [1], correct: [true])
    #expect(outcome.accepted == 0 && outcome.risk == nil && outcome.coverage == 0)
    #expect(found.guarantee.hasPrefix("No threshold"))
  }

  @Test(arguments: [0, 1, -0.1, .nan]) func `risks that cannot be are refused`(risk: Double) {
    #expect(throws: CalibrationError.self) {
      try SelectiveThreshold(confidences: [0.5], correct: [true], risk: risk)
    }
    #expect(throws: CalibrationError.self) {
      try SelectiveThreshold(confidences: [0.5], correct: [true], risk: 0.1, delta: risk)
    }
  }
}
