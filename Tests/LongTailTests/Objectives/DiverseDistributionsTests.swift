import LongTail
import TestSupport
import Testing
import Torch

struct DiverseDistributionsTests {
  @Test func `values and gradients are those of the authors' code`() throws {
    let fixtures = try MixtureFixtures.read()
    #expect(fixtures.diverse.count == 2)
    for given in fixtures.diverse {
      let loss = DiverseDistributions(strength: try #require(given.strength))
      try fixtures.check(loss, given.arrays)
    }
  }

  @Test func `a reversed prior gives the rarest class the largest share`() {
    let loss = DiverseDistributions()
    func distance(_ counts: [Int], _ expected: [Double]) -> Double {
      relativeDistance(loss.reversedPrior(classCounts: counts), expected)
    }
    #expect(distance([100, 20, 5], [0.04, 0.16, 0.8]) < 1e-14)
    #expect(distance([5, 1, 4], [0.1, 0.5, 0.4]) < 1e-14)
    // Equal classes are told apart by their order, and keep the sum.
    #expect(distance([3, 3, 2], [0.375, 0.25, 0.375]) < 1e-14)
  }

  @Test func `known logits have the known loss for each expert`() throws {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let values = DiverseDistributions()(
      expertOutputs(Tensor.concatenated([z, z, z], axis: 1)), Tensor(KnownSamples.labels),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1))
    let parts = values.parts.map { $0.perSample.mean().item() }
    for (found, expected) in zip(parts, [0.681330, 1.907933, 5.425200]) {
      #expect(abs(found - expected) < 1e-6)
    }
    #expect(parts.count == 3)
    #expect(abs(values.perSample.mean().item() - parts.reduce(0, +)) < 1e-13)
  }

  @Test func `one expert has cross-entropy, and without a strength the third is as the second`() {
    #expect(KnownSamples.values(DiverseDistributions()) == KnownSamples.values(CrossEntropy()))
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let parts = DiverseDistributions(strength: 0)(
      expertOutputs(Tensor.concatenated([z, z, z], axis: 1)), Tensor(KnownSamples.labels),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1)
    ).parts
    #expect(parts[1].perSample.doubles == parts[2].perSample.doubles)
  }

  @Test func `experts' priors are the training one, a uniform one, and a power of the reversed`()
    throws
  {
    let priors = try #require(
      DiverseDistributions(strength: 1).expertPriors(classCounts: [100, 20, 5], experts: 3))
    let expected = [[0.8, 0.16, 0.04], [1.0 / 3, 1.0 / 3, 1.0 / 3], [0.04, 0.16, 0.8]]
    for (found, expected) in zip(priors, expected) {
      #expect(relativeDistance(found, expected) < 1e-12)
    }
    // Of exponential counts the mean of three stands for a power of the prior.
    let counts = [64, 16, 4]
    let mean = try #require(
      DiverseDistributions().expertPriors(classCounts: counts, experts: 3))
    let product = counts.indices.map { index in
      Tensor([mean[0][index] * mean[1][index] * mean[2][index]]).pow(1.0 / 3).item()
    }
    // π^(−1/3) rises by 4^(1/3) from class to class.
    let ratio = Tensor([4.0]).pow(1.0 / 3).item()
    #expect(abs(product[1] / product[0] - ratio) < 1e-12)
    #expect(abs(DiverseDistributions().priorExponent + 1.0 / 3) < 1e-15)
  }

  @Test func `other experts and settings out of range are refused under their keys`() {
    let error = #expect(throws: SettingsError.self) {
      try DiverseDistributions().validate(for: LossInputs(experts: 2, classCounts: [2, 1]))
    }
    #expect(error?.problem.contains("3 experts") == true)
    for strength in [-1, .nan, 11] {
      let error = #expect(throws: SettingsError.self) {
        try DiverseDistributions(strength: strength).validate()
      }
      #expect(error?.key == "strength")
    }
  }
}
