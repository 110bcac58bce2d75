import Foundation
import Testing

@testable import Calibration

struct PriorCorrectionTests {
  @Test func `the posterior under one prior becomes that under another`() throws {
    // Likelihoods 0.2 and 0.6; priors (0.9, 0.1) and (0.5, 0.5).
    let source = [0.9, 0.1]
    let target = [0.5, 0.5]
    let likelihoods = [0.2, 0.6]
    func posterior(_ prior: [Double]) -> [Double] {
      let joint = zip(prior, likelihoods).map { $0 * $1 }
      return joint.map { $0 / joint.reduce(0, +) }
    }
    let logits = Logits(posterior(source).map { Float(log($0)) }, classes: 2)
    let corrected = try softmax(PriorCorrection(from: source, to: target)(logits))
    #expect(zip(corrected.values, posterior(target)).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `counts do as well as shares, and the same prior changes nothing`() throws {
    let shares = try PriorCorrection(from: [0.75, 0.25], to: [0.5, 0.5])
    let counts = try PriorCorrection(from: [300, 100], to: [7, 7])
    #expect(zip(shares.offsets, counts.offsets).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(try PriorCorrection(from: [3, 1], to: [3, 1]).offsets == [0, 0])
  }

  @Test func `a class that the target excludes gets probability 0`() throws {
    let correction = try PriorCorrection(from: [1, 1, 1], to: [1, 0, 1])
    let probabilities = try softmax(correction(Logits([0, 5, 0], classes: 3)))
    #expect(probabilities.values == [0.5, 0, 0.5])
  }

  @Test
  func `after a calibrator the temperature is left to the model and the prior as it is`() throws {
    let logits = Logits([2, 0, -1, 0.5, 1, 3], classes: 3)
    let correction = try PriorCorrection(from: [6, 3, 1], to: [0.2, 0.3, 0.5])
    let found = try correction(softmax(logits, temperature: 2))
    // softmax(z / T + log target − log source)
    let moved = zip(logits.values, (correction.offsets + correction.offsets)).map {
      Float(Double($0) / 2 + $1)
    }
    let expected = softmax(Logits(moved, classes: 3))
    #expect(zip(found.values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
    let plain = try correction(softmax(logits))
    let byLogits = try softmax(correction(logits))
    #expect(zip(plain.values, byLogits.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `probabilities exclude classes, also where nothing else is left`() throws {
    let correction = try PriorCorrection(from: [1, 1, 1], to: [1, 0, 1])
    let found = try correction(Probabilities([0.2, 0.6, 0.2, 0, 1, 0], classes: 3))
    #expect(found.values == [0.5, 0, 0.5, 0.5, 0, 0.5])
    #expect(throws: CalibrationError.self) {
      try correction(Probabilities([0.5, 0.5], classes: 2))
    }
  }

  @Test func `corrected predictions move the ensemble and its experts alike`() throws {
    var predictions = Predictions(logits: Logits([2, 0], classes: 2), labels: [0])
    predictions.expertLogits = [Logits([1, 0], classes: 2), Logits([3, 0], classes: 2)]
    let corrected = try PriorCorrection(from: [1, 1], to: [1, 0])(predictions)
    for logits in [corrected.logits] + corrected.expertLogits {
      #expect(softmax(logits).values == [1, 0])
    }
  }

  @Test
  func `corrected predictions begin from each expert's own prior, where they have such`() throws {
    // Likelihoods (0.2, 0.6): the first expert knows them under (0.9, 0.1), the second under (0.1, 0.9).
    let priors = [[0.9, 0.1], [0.1, 0.9]]
    let experts = priors.map { prior in
      Logits([Float(log(prior[0] * 0.2)), Float(log(prior[1] * 0.6))], classes: 2)
    }
    var predictions = Predictions(
      logits: EnsembleCombination.meanLogits.logits(experts), labels: [1])
    predictions.expertLogits = experts
    let target = [0.3, 0.7]
    let own = try priors.map { try PriorCorrection(from: $0, to: target) }
    let corrected = try PriorCorrection(from: [1, 1], to: target)(predictions, experts: own)
    let expected = 0.3 * 0.2 / (0.3 * 0.2 + 0.7 * 0.6)
    for logits in [corrected.logits] + corrected.expertLogits {
      #expect(abs(softmax(logits).values[0] - expected) < 1e-6)
    }
    #expect(throws: CalibrationError.self) {
      try PriorCorrection(from: [1, 1], to: target)(predictions, experts: [own[0]])
    }
  }

  @Test func `priors that make no sense are refused`() {
    #expect(throws: CalibrationError.self) { try PriorCorrection(from: [1, 1], to: [1, 1, 1]) }
    #expect(throws: CalibrationError.self) { try PriorCorrection(from: [1, -1], to: [1, 1]) }
    #expect(throws: CalibrationError.self) { try PriorCorrection(from: [1, 0], to: [1, 1]) }
    #expect(throws: CalibrationError.self) { try PriorCorrection(from: [0, 0], to: [1, 1]) }
    #expect(throws: CalibrationError.self) {
      try PriorCorrection(from: [1, 1], to: [1, 1])(Logits([1, 2, 3], classes: 3))
    }
  }
}
