import LongTail
import Testing
import Torch

/// Test vectors of Jin et al., CVPR 2023: y = (0, 2), n = (100, 50, 20, 5).
struct LossVectorTests {
  private static let counts = [100, 50, 20, 5]
  private static let experts: [[Double]] = [
    [2, 1, -1, 0.5, 0, 3, 1, -2],
    [1.5, 2.5, 0, -0.5, 1, 0.5, 2, 0],
    [3, 0, 1, 1, -1, 1, 2.5, 0.5],
  ]

  private func mean(_ loss: some LossFunction, _ logits: [Double]) -> Double {
    let logits = Tensor(logits, shape: [2, 1, 4])
    let values = loss(
      ExpertOutputs(logits: logits, features: Tensor.zeros([2, 1, 1])), Tensor([0, 2]),
      LossContext(classCounts: Self.counts, epoch: 0, epochs: 1))
    return values.perSample.mean().item()
  }

  @Test func `cross-entropy of the first expert`() {
    #expect(abs(mean(CrossEntropy(), Self.experts[0]) - 1.335349) < 5e-7)
  }

  @Test func `balanced softmax of the second expert`() {
    #expect(abs(mean(BalancedSoftmax(), Self.experts[1]) - 1.056358) < 5e-7)
  }

  @Test func `twice the adjustment on the third expert`() {
    #expect(abs(mean(BalancedSoftmax(strength: 2), Self.experts[2]) - 0.583980) < 5e-7)
  }

  @Test func `no adjustment is cross-entropy`() {
    for logits in Self.experts {
      #expect(mean(BalancedSoftmax(strength: 0), logits) == mean(CrossEntropy(), logits))
    }
  }

  @Test func `only full adjustment aims at the uniform prior`() {
    #expect(BalancedSoftmax().targetsUniformPrior)
    #expect(!BalancedSoftmax(strength: 2).targetsUniformPrior)
    #expect(!CrossEntropy().targetsUniformPrior)
    #expect(CrossEntropy().priorExponent == 1)
    #expect(BalancedSoftmax().priorExponent == 0)
    #expect(BalancedSoftmax(strength: 2).priorExponent == -1)
  }

  @Test func `a strength that is no number is refused`() {
    #expect(throws: SettingsError.self) { try BalancedSoftmax(strength: .nan).validate() }
  }
}
