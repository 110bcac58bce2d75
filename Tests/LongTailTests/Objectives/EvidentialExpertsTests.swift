import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

struct EvidentialExpertsTests {
  /// `evidence_fixtures.json`: what the authors' code computes, by PyTorch 2.13.0.
  private struct Fixtures: Decodable {
    struct Case: Decodable {
      let over_batch: Bool
      let epoch: Int
      let reweights_from: Int
      let arrays: [String: StageFixtures.Array]
    }
    let counts: [Int]
    let labels: [Int]
    let cases: [Case]
  }

  @Test func `values, gradients and both gates are those of the authors' code`() throws {
    let fixtures = try fixture("evidence_fixtures", as: Fixtures.self)
    #expect(fixtures.cases.count == 4)
    for given in fixtures.cases {
      let gate = EvidenceGate(form: given.over_batch ? .batch : .sample)
      let loss = EvidentialExperts(gate: gate, reweightsFrom: given.reweights_from)
      let logits = try #require(given.arrays["logits"]).tensor.requiringGradient()
      let values = loss(
        expertOutputs(logits), Tensor(fixtures.labels),
        LossContext(classCounts: fixtures.counts, epoch: given.epoch, epochs: 200)
      ).perSample
      values.mean().backward()
      try expectEqual(values, given.arrays["values"], "values")
      try expectEqual(logits.gradient, given.arrays["logits_gradient"], "gradient")
      try expectEqual(gate.combined(logits.detached()), given.arrays["combined"], "gate")
      let evidence = ExpertEvidence(logits.detached())
      try expectEqual(evidence.engagement, given.arrays["engagement"], "engagement")
      try expectEqual(evidence.combined, given.arrays["unsure"], "unsure")
    }
  }

  @Test func `known logits have the known evidence`() {
    let logits = Tensor([2.0, 0.5, -1], shape: [1, 1, 3])
    let evidence = ExpertEvidence(logits)
    for (found, expected) in zip(evidence.belief.doubles, [0.595620, 0.132901, 0.029654]) {
      #expect(abs(found - expected) < 1e-6)
    }
    #expect(abs(evidence.uncertainty.doubles[0] - 0.241825) < 1e-6)
    let isLabel = Tensor([1.0, 0, 0], shape: [1, 1, 3])
    let divergence = EvidentialExperts().spuriousEvidence(logits, isLabel: isLabel).doubles[0]
    #expect(abs(divergence - 0.428399) < 1e-6)
  }

  @Test func `one expert answers alone, and a sample's weights are those of no other`() {
    let gate = EvidenceGate()
    let one = Tensor(MiSLASFixtures.chirp(12, offset: 1), shape: [3, 1, 4])
    #expect(
      relativeDistance(gate.combined(one).doubles, one.squeezed(axis: 1).doubles) < 1e-15)
    let three = Tensor(MiSLASFixtures.chirp(36, offset: 2), shape: [3, 3, 4])
    let whole = gate.combined(three).doubles
    for sample in 0..<3 {
      let alone = gate.combined(three.narrowed(axis: 0, from: sample, count: 1)).doubles
      #expect(relativeDistance(alone, Array(whole[4 * sample..<4 * sample + 4])) < 1e-14)
    }
    // Without evidence every expert is as unsure as can be, and all count alike.
    let none = Tensor([Double](repeating: -80, count: 12), shape: [1, 3, 4])
    for weight in gate.weights(none).doubles { #expect(abs(weight - 1.0 / 3) < 1e-12) }
  }

  @Test func `without its additions and with every sample engaged it is LDAM's sum`() {
    let loss = EvidentialExperts(
      engagement: 0, diversity: 0, annealing: 1_000_000, reweightsFrom: nil)
    let logits = Tensor(MiSLASFixtures.chirp(24, offset: 4), shape: [2, 3, 4])
    let context = LossContext(classCounts: [100, 50, 20, 5], epoch: 0, epochs: 2)
    let values = loss(expertOutputs(logits), Tensor([1, 3]), context)
    let labels = values.parts.first { $0.name == "labels" }?.perSample.doubles ?? []
    let expected = LabelDistributionAwareMargin(reweightsFrom: nil, experts: .sum)(
      expertOutputs(logits), Tensor([1, 3]), context
    ).perSample.doubles
    #expect(relativeDistance(labels, expected) < 1e-13)
    #expect(relativeDistance(values.perSample.doubles, expected) < 1e-5)
  }

  @Test func `experts that are sure of different classes leave numbers`() {
    let logits = Tensor([1e4, -1e4, -1e4, -1e4, 1e4, -1e4], shape: [1, 2, 3]).to(.float32)
    #expect(EvidenceGate().combined(logits).isFinite().all().item() == 1)
    #expect(EvidenceGate(form: .batch).combined(logits).isFinite().all().item() == 1)
  }

  @Test func `settings out of range are refused under their keys`() {
    var gate = EvidentialExperts()
    gate.gate.temperature = 0
    for (loss, key) in [
      (EvidentialExperts(engagement: 1), "engagement"),
      (EvidentialExperts(diversity: -1), "diversity"),
      (EvidentialExperts(annealing: 0), "annealing"), (gate, "gate.temperature"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
