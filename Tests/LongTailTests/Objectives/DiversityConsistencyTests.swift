import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct DiversityConsistencyTests {
  private func loss(
    _ settings: DiversityConsistency, counts: [Int], labels: [Int], epoch: Int, _ views: [Tensor]
  ) throws -> Tensor {
    let stage = try StageSiteFixture(width: 1, counts: counts)
    let batch = StreamBatch(
      views: views.map { $0.detached() }, labels: Tensor(labels))
    return settings.make(for: stage.site()).loss(
      ObjectiveStep(
        outputs: views.map { expertOutputs($0) }, batches: [MixedBatch(batch)], streams: [batch],
        progress: StageProgress(epoch: epoch, epochs: 400), classCounts: counts)
    ).perSample
  }

  @Test func `values and gradients are those of the authors' code`() throws {
    let fixtures = try MixtureFixtures.read()
    #expect(fixtures.consistency.count == 2)
    for given in fixtures.consistency {
      let views = try ["weak", "strong"].map {
        try #require(given.arrays[$0]).tensor.requiringGradient()
      }
      let values = try loss(
        DiversityConsistency(), counts: fixtures.counts, labels: fixtures.labels,
        epoch: try #require(given.epoch), views)
      values.mean().backward()
      try expectEqual(values, given.arrays["values"], "values")
      try expectEqual(views[0].gradient, given.arrays["weak_gradient"], "weak")
      try expectEqual(views[1].gradient, given.arrays["strong_gradient"], "strong")
    }
  }

  /// The weak view has the known logits, the strong one others; three experts have them, half, and reversed.
  private func known(_ settings: DiversityConsistency, epoch: Int) throws -> Double {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let shift = Tensor([0.25, -0.25, 0], shape: [1, 1, 3])
    let views = [z, z + shift].map {
      Tensor.concatenated([$0, $0 / 2, $0.flipped(axis: 2) * 0.75], axis: 1)
    }
    return try loss(
      settings, counts: KnownSamples.counts, labels: KnownSamples.labels, epoch: epoch, views
    ).mean().item()
  }

  @Test func `known logits have the known loss, which rises over the first epochs`() throws {
    let plain = try known(DiversityConsistency(weight: 0), epoch: 0)
    #expect(abs(plain - (0.49521959 + 2.04213881 + 4.51122139)) < 2e-8)
    // Epochs of the authors begin at 1.
    #expect(abs(try known(DiversityConsistency(), epoch: 4) - 7.05123978) < 1e-8)
    for epoch in [19, 20, 300] {
      #expect(abs(try known(DiversityConsistency(), epoch: epoch) - 7.05921972) < 1e-8)
    }
  }

  @Test func `equal views of one expert have the loss of balanced softmax`() throws {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let found = try loss(
      DiversityConsistency(powers: [1]), counts: KnownSamples.counts, labels: KnownSamples.labels,
      epoch: 9, [z, z]
    ).doubles
    #expect(relativeDistance(found, KnownSamples.values(BalancedSoftmax())) < 1e-14)
  }

  @Test func `where no expert is right there is no consistency`() throws {
    let wrong = Tensor([0.0, 9, 0, 9, 0, 0], shape: [2, 1, 3])
    func value(_ weight: Double) throws -> [Double] {
      try loss(
        DiversityConsistency(powers: [0], weight: weight), counts: [3, 2, 1], labels: [0, 1],
        epoch: 30, [wrong, wrong * 0.5]
      ).doubles
    }
    #expect(try value(0) == value(5))
  }

  @Test func `experts' priors are powers of the training prior`() throws {
    let loss = DiversityConsistency()
    #expect(loss.targetsUniformPrior)
    let priors = try #require(loss.expertPriors(classCounts: [4, 1], experts: 3))
    // 4^1.5 : 1, 1 : 1, and 4^−1.5 : 1.
    for (found, expected) in zip(priors, [[8.0 / 9, 1.0 / 9], [0.5, 0.5], [1.0 / 9, 8.0 / 9]]) {
      #expect(relativeDistance(found, expected) < 1e-12)
    }
  }

  @Test func `other experts, mixed views and settings out of range are refused under their keys`() {
    let few = #expect(throws: SettingsError.self) {
      try DiversityConsistency().validate(
        for: LossInputs(experts: 2, classCounts: [2, 1], views: 2))
    }
    #expect(few?.key == "powers" && few?.problem.contains("3 powers for 2 experts") == true)
    let mixed = #expect(throws: SettingsError.self) {
      try DiversityConsistency().validate(
        for: LossInputs(experts: 3, classCounts: [2, 1], views: 2, mixes: true))
    }
    #expect(mixed?.problem.contains("mixing=none") == true)
    for (loss, key) in [
      (DiversityConsistency(powers: [1, 11]), "powers.1"),
      (DiversityConsistency(weight: .nan), "weight"), (DiversityConsistency(ramp: 0), "ramp"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
