import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Combining experts.
struct EnsembleCombinationTests {
  private func logits(_ probabilities: [Double]) -> Logits {
    Logits(probabilities.map { Float(log($0)) }, classes: 2)
  }

  @Test func `means of logits give the geometric, means of probabilities the arithmetic mean`() {
    let experts = [logits([0.8, 0.2]), logits([0.4, 0.6])]
    let arithmetic = softmax(EnsembleCombination.meanProbabilities.logits(experts)).values
    #expect(zip(arithmetic, [0.6, 0.4]).allSatisfy { abs($0 - $1) < 1e-6 })
    // √0.32 and √0.12, scaled to sum one.
    let (first, second) = (0.32.squareRoot(), 0.12.squareRoot())
    let expected = [first / (first + second), second / (first + second)]
    let geometric = softmax(EnsembleCombination.meanLogits.logits(experts)).values
    #expect(zip(geometric, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    let both = experts.map { softmax($0) }
    for combination in EnsembleCombination.allCases {
      let direct = combination.probabilities(both).values
      let byLogits = softmax(combination.logits(experts)).values
      #expect(zip(direct, byLogits).allSatisfy { abs($0 - $1) < 1e-6 }, "\(combination)")
    }
  }

  @Test func `the mean of logits is the plain mean, which is what networks do`() {
    let experts = [Logits([1, 2, 3, -4], classes: 2), Logits([3, 0, 5, 6], classes: 2)]
    #expect(EnsembleCombination.meanLogits.logits(experts).values == [2, 1, 4, 1])
  }

  @Test(arguments: [1, 4])
  func `a single expert stays what it is, and so do copies of it`(count: Int) {
    var random = SeededNumbers(seed: 31)
    let one = random.predictions(samples: 20, classes: 5).logits
    let expected = softmax(one).values
    for combination in EnsembleCombination.allCases {
      let copies = [Logits](repeating: one, count: count)
      for found in [
        softmax(combination.logits(copies)), combination.probabilities(copies.map { softmax($0) }),
      ] {
        #expect(zip(found.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
      }
    }
  }

  @Test func `a class that one expert excludes is out of the geometric mean alone`() {
    let experts = [Logits([0, -.infinity, 0], classes: 3), Logits([0, 0, 0], classes: 3)]
    let geometric = softmax(EnsembleCombination.meanLogits.logits(experts)).values
    #expect(geometric == [0.5, 0, 0.5])
    let arithmetic = softmax(EnsembleCombination.meanProbabilities.logits(experts)).values
    let expected = [5.0 / 12, 1.0 / 6, 5.0 / 12]
    #expect(zip(arithmetic, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `where each class is excluded by somebody, the geometric mean knows nothing`() {
    let experts = [Probabilities([1, 0], classes: 2), Probabilities([0, 1], classes: 2)]
    #expect(EnsembleCombination.meanLogits.probabilities(experts).values == [0.5, 0.5])
    #expect(EnsembleCombination.meanProbabilities.probabilities(experts).values == [0.5, 0.5])
  }

  @Test(arguments: EnsembleCombination.allCases)
  func `large logits do not overflow`(_ combination: EnsembleCombination) {
    let experts = [Logits([10_000, 0], classes: 2), Logits([-10_000, 0], classes: 2)]
    let values = softmax(combination.logits(experts)).values
    #expect(values.allSatisfy { $0.isFinite })
    #expect(abs(values.reduce(0, +) - 1) < 1e-12)
  }
}
