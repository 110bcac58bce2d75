import Calibration
import Foundation
import Testing

struct ExpectedMarginalTests {
  @Test func `every class counts the same, however many samples it has`() throws {
    // Class 0 three times as (0.8, 0.2), class 1 once as (0.4, 0.6): means of 0.8 and 0.4.
    let probabilities = Probabilities([0.8, 0.2, 0.8, 0.2, 0.8, 0.2, 0.4, 0.6], classes: 2)
    let marginal = try ExpectedMarginal(probabilities, labels: [0, 0, 0, 1], target: [3, 2])
    #expect(abs(marginal.shares[0] - 0.6) < 1e-15 && abs(marginal.shares[1] - 0.4) < 1e-15)
    #expect(abs(marginal.divergence) < 1e-15)
  }

  @Test func `the divergence is that of the target from the shares`() throws {
    let probabilities = Probabilities([0.5, 0.5, 0.5, 0.5], classes: 2)
    let marginal = try ExpectedMarginal(probabilities, labels: [0, 1], target: [0.9, 0.1])
    let expected = 0.9 * log(0.9 / 0.5) + 0.1 * log(0.1 / 0.5)
    #expect(abs(marginal.divergence - expected) < 1e-15)
    let certain = try ExpectedMarginal(probabilities, labels: [0, 1], target: [1, 0])
    #expect(abs(certain.divergence - log(2)) < 1e-15)
  }

  /// Two classes with the same features: the softmax of an expert with τ is the prior π^(1 − τ) itself.
  @Test(arguments: [0.0, 1, 2])
  func `an expert without features has exactly the prior it is trained for`(_ strength: Double)
    throws
  {
    let counts = [90.0, 10]
    let logits = counts.map { Float((1 - strength) * log($0)) }
    let marginal = try ExpectedMarginal(
      softmax(Logits(logits + logits, classes: 2)), labels: [0, 1],
      target: counts.map { pow($0, 1 - strength) })
    #expect(abs(marginal.divergence) < 1e-12)
  }

  @Test(arguments: [[1.0], [0, 0], [-1, 2], [.nan, 1]])
  func `a target that is no prior is refused`(_ target: [Double]) {
    let probabilities = Probabilities([0.5, 0.5], classes: 2)
    #expect(throws: CalibrationError.self) {
      try ExpectedMarginal(probabilities, labels: [0], target: target)
    }
  }
}
