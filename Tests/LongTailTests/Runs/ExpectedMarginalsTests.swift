import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct ExpectedMarginalsTests {
  /// Two experts that say π and 1 / π for every sample, π being (0.8, 0.2).
  private static func predictions(labels: [Int]) -> Predictions {
    let ratio = Float(log(4.0))
    let first = labels.flatMap { _ -> [Float] in [ratio, 0] }
    let second = labels.flatMap { _ -> [Float] in [0, ratio] }
    // What a router would make of the first expert alone.
    var predictions = Predictions(logits: Logits(first, classes: 2), labels: labels)
    predictions.expertLogits = [Logits(first, classes: 2), Logits(second, classes: 2)]
    return predictions
  }

  @Test func `experts that predict their priors have no divergence, and their product is uniform`()
    throws
  {
    let predictions = Self.predictions(labels: [0, 0, 1])
    let found = try #require(
      try ExpectedMarginals(predictions, priors: [[0.8, 0.2], [0.2, 0.8]]))
    #expect((found.experts + [found.ensemble]).allSatisfy { abs($0) < 1e-7 })
    let swapped = try #require(
      try ExpectedMarginals(predictions, priors: [[0.2, 0.8], [0.2, 0.8]]))
    // 0.2 log(0.2 / 0.8) + 0.8 log(0.8 / 0.2); the product of the priors is (0.2, 0.8) itself.
    #expect(abs(swapped.experts[0] - 0.6 * log(4)) < 1e-7)
    #expect(abs(swapped.ensemble - (0.2 * log(0.4) + 0.8 * log(1.6))) < 1e-7)
    #expect(swapped.description.contains("0.8318, 0.0000; of the ensemble's 0.1927"))
  }

  @Test func `without a sample of a class nothing is said`() throws {
    let priors = [[0.8, 0.2], [0.2, 0.8]]
    #expect(try ExpectedMarginals(Self.predictions(labels: [0, 0]), priors: priors) == nil)
    #expect(try ExpectedMarginals(Self.predictions(labels: []), priors: priors) == nil)
    #expect(try ExpectedMarginals(Self.predictions(labels: [0, 1]), priors: [priors[0]]) == nil)
  }
}
