import TestSupport
import Testing
import Torch

@testable import LongTail

struct NestedCollaborationTests {
  @Test func `values and gradients are those of both forms`() throws {
    let fixtures = try MixtureFixtures.read()
    #expect(fixtures.nested.count == 2)
    for given in fixtures.nested {
      let form = try #require(NestedCollaboration.Form(rawValue: given.form ?? ""))
      try fixtures.check(NestedCollaboration(hardShare: 0.5, form: form), given.arrays)
    }
  }

  @Test func `the known samples' hard classes are their own and the next`() {
    let hard = NestedCollaboration(hardShare: 2.0 / 3).isHard(
      Tensor(KnownSamples.logits, shape: [4, 3]), Tensor(KnownSamples.labels))
    #expect(hard.ints == [1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1])
  }

  private func part(_ name: String, _ logits: Tensor) throws -> Double {
    let values = NestedCollaboration(hardShare: 2.0 / 3)(
      expertOutputs(logits), Tensor(KnownSamples.labels),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1))
    return try #require(values.parts.first { $0.name == name }).perSample.mean().item()
  }

  @Test func `known logits have the known parts`() throws {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    #expect(abs(try part("hard", z) - 1.865329) < 1e-6)
    #expect(abs(try part("labels", z) - 1.907933) < 1e-6)
    // With all classes hard, the mutual part counts that of all classes twice.
    let both = Tensor.concatenated([z, z.flipped(axis: 2) / 2], axis: 1)
    let values = NestedCollaboration(hardShare: 1)(
      expertOutputs(both), Tensor(KnownSamples.labels),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1))
    let mutual = try #require(values.parts.first { $0.name == "mutual" }).perSample.mean().item()
    #expect(abs(mutual / 2 - 0.183073) < 1e-6)
  }

  @Test func `one network for which every class is hard has balanced softmax twice`() {
    let found = KnownSamples.values(NestedCollaboration(hardShare: 1))
    let expected = KnownSamples.values(BalancedSoftmax()).map { 2 * $0 }
    #expect(relativeDistance(found, expected) < 1e-14)
  }

  @Test func `settings out of range are refused under their keys`() {
    for (loss, key) in [
      (NestedCollaboration(hardShare: 0), "hardShare"),
      (NestedCollaboration(hardShare: .nan), "hardShare"),
      (NestedCollaboration(mutual: -1), "mutual"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
