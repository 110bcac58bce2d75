import LongTail
import TestSupport
import Testing
import Torch

struct ResidualFusionTests {
  @Test func `values and gradients are those of the authors' code`() throws {
    let fixtures = try MixtureFixtures.read()
    try fixtures.check(ResidualFusion(independent: 0.9), fixtures.residual)
  }

  /// Branches z, z/2 and z/4; the network's experts give three times as much.
  private static func known(_ loss: ResidualFusion) -> LossValues {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let logits = Tensor.concatenated([z, z / 2, z / 4], axis: 1) * 3
    return loss(
      expertOutputs(logits), Tensor(KnownSamples.labels),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1))
  }

  @Test func `known logits have the known loss and parts`() {
    let shares = [2.0 / 3, 1.0 / 3]
    func mean(_ independent: Double) -> Double {
      Self.known(ResidualFusion(independent: independent, shares: shares)).perSample.mean().item()
    }
    #expect(abs(mean(1) - 0.847692) < 1e-6)
    #expect(abs(mean(0) - 0.583311) < 1e-6)
    #expect(abs(mean(0.995) - 0.846370) < 1e-6)
  }

  @Test func `its parts add up to it`() {
    let values = Self.known(ResidualFusion(shares: [0.6, 0.3]))
    #expect(values.parts.map(\.name) == ["independent", "fused"])
    let sum = values.parts[0].perSample + values.parts[1].perSample
    #expect(sum.doubles == values.perSample.doubles)
  }

  @Test func `groups are the rarest classes, whatever their order`() {
    let loss = ResidualFusion(shares: [0.5, 0.25])
    let groups = loss.groups(classCounts: [8, 500, 3, 60], experts: 3)
    #expect(
      groups == [
        [true, true, true, true], [true, false, true, false], [false, false, true, false],
      ])
    // CIFAR-100-LT's branches learn from the classes 35 … 99 and 70 … 99.
    let long = ResidualFusion().groups(classCounts: (0..<100).map { 200 - $0 }, experts: 3)
    #expect(long[1].firstIndex(of: true) == 35 && long[2].firstIndex(of: true) == 70)
    // Of equal counts, later classes are the rarer ones.
    #expect(loss.groups(classCounts: [5, 5, 5, 5], experts: 2)[1] == [false, false, true, true])
  }

  @Test func `without independent branches it is cross-entropy of the mean, bit for bit`() {
    #expect(
      KnownSamples.values(ResidualFusion(independent: 0, shares: []))
        == KnownSamples.values(CrossEntropy()))
  }

  @Test func `settings out of range, and shares for other experts, are refused under their keys`() {
    for (loss, key) in [
      (ResidualFusion(independent: 1.1), "independent"),
      (ResidualFusion(shares: [0]), "shares.0"), (ResidualFusion(shares: [0.3, 0.4]), "shares.1"),
      (ResidualFusion(shares: [.nan]), "shares.0"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    let error = #expect(throws: SettingsError.self) {
      try ResidualFusion().validate(for: LossInputs(experts: 2, classCounts: [2, 1]))
    }
    #expect(error?.key == "shares" && error?.problem.contains("2 shares for 2 experts") == true)
  }
}
