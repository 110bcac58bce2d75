import LongTail
import TestSupport
import Testing
import Torch

struct LabelDistributionDisentanglingTests {
  @Test func `values and gradients are PyTorch's, in both forms`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.disentangling.count == 2)
    for given in fixtures.disentangling {
      let form = try #require(LabelDistributionDisentangling.Form(rawValue: given.form ?? ""))
      try fixtures.check(
        LabelDistributionDisentangling(weight: 0.2, penalty: 0.3, form: form), given)
    }
  }

  @Test func `known samples have the known loss`() {
    let total = KnownSamples.mean(LabelDistributionDisentangling(weight: 0.1, penalty: 0.01))
    #expect(abs(total - 1.788108) < 1.1e-6)
    let balanced = KnownSamples.mean(BalancedSoftmax())
    #expect(abs((total - balanced) / 0.1 - -1.198258) < 5e-7)
  }

  @Test func `without the regulariser it is balanced softmax, bit for bit`() {
    #expect(
      KnownSamples.values(LabelDistributionDisentangling(weight: 0, penalty: 0.5))
        == KnownSamples.values(BalancedSoftmax()))
  }

  @Test func `settings out of range are refused under their keys`() {
    for (loss, key) in [
      (LabelDistributionDisentangling(weight: -1, penalty: 0), "weight"),
      (LabelDistributionDisentangling(weight: 0, penalty: .nan), "penalty"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
