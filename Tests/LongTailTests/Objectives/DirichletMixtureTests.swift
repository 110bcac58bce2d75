import Foundation
import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct DirichletMixtureTests {
  /// `dirichlet_mixture_fixtures.json`: the authors' loss for given draws, by PyTorch 2.13.0.
  private struct Fixtures: Decodable {
    let counts, labels, experts: [Int]
    let shares: [[Double]]
    let arrays: [String: StageFixtures.Array]
  }

  @Test func `values and gradients are those of the authors' code`() throws {
    let given = try fixture("dirichlet_mixture_fixtures", as: Fixtures.self)
    let logits = try #require(given.arrays["logits"]).tensor.requiringGradient()
    let loss = DirichletMixture()
    let (perSample, semiVariance) = loss.values(
      logits, Tensor(given.labels),
      draws: zip(given.experts, given.shares).map { .init(expert: $0, shares: $1) },
      prior: loss.centers(classCounts: given.counts)[0])
    (perSample.mean() + semiVariance * 5).backward()
    try expectEqual(perSample, given.arrays["values"], "values")
    try expectEqual(semiVariance.reshaped([1]), given.arrays["semi_variance"], "semi-variance")
    try expectEqual(logits.gradient, given.arrays["logits_gradient"], "gradient")
  }

  @Test func `known draws have the known loss`() {
    let z = Tensor(KnownSamples.logits, shape: [4, 1, 3])
    let logits = Tensor.concatenated([z, z * 0.5, z.flipped(axis: 2) * 0.75], axis: 1)
    let (perSample, semiVariance) = DirichletMixture().values(
      logits, Tensor(KnownSamples.labels),
      draws: [
        .init(expert: 0, shares: [0.78, 0.17, 0.05]), .init(expert: 1, shares: [0.3, 0.36, 0.34]),
        .init(expert: 2, shares: [0.05, 0.15, 0.8]), .init(expert: 1, shares: [0.35, 0.3, 0.35]),
      ], prior: [0.8, 0.16, 0.04])
    let mean = perSample.mean().item()
    #expect(abs(mean - 2.56887328) < 1e-8)
    #expect(abs(mean + 5 * semiVariance.item() - 19.96561923) < 1e-7)
  }

  @Test func `draws at the centres themselves make SADE's experts`() {
    let loss = DirichletMixture(power: 1)
    let counts = [100, 20, 5]
    let centers = loss.centers(classCounts: counts)
    let z = Tensor(MiSLASFixtures.chirp(36, offset: 2), shape: [4, 3, 3])
    let found = loss.values(
      z, Tensor([0, 1, 2, 2]),
      draws: centers.enumerated().map { .init(expert: $0, shares: $1) }, prior: centers[0]
    ).perSample.doubles
    // A third of the sum: + log π − log u, and + log π − log π′, where constants change nothing.
    let expected = DiverseDistributions(strength: 1)(
      expertOutputs(z), Tensor([0, 1, 2, 2]), LossContext(classCounts: counts, epoch: 0, epochs: 1)
    ).perSample.doubles.map { $0 / 3 }
    #expect(relativeDistance(found, expected) < 1e-7)
  }

  @Test func `draws stay near their centres, and each epoch has the same ones in another order`() {
    let centers = DirichletMixture().centers(classCounts: [100, 20, 5])
    let source = PriorDraws(centers: centers, concentration: 10_000, seed: 4)
    let draws = (0..<300).map(source.draw)
    for (expert, center) in centers.enumerated() {
      let own = draws.filter { $0.expert == expert }
      #expect(70...130 ~= own.count)
      for label in 0..<3 {
        let mean = own.reduce(0) { $0 + $1.shares[label] } / Double(own.count)
        // The deviation of a share is at most 0.005.
        #expect(abs(mean - center[label]) < 0.003)
        #expect(own.allSatisfy { abs($0.shares[label] - center[label]) < 0.03 })
      }
    }
    #expect(draws.allSatisfy { abs($0.shares.reduce(0, +) - 1) < 1e-12 })
    #expect(source.draw(7).shares == draws[7].shares)
    let orders = (0..<2).map { source.order(of: 50, epoch: $0) }
    #expect(orders[0] != orders[1] && orders.allSatisfy { $0.sorted() == Array(0..<50) })
  }

  @Test func `gamma numbers have their mean and variance, also for small shapes`() {
    for shape in [0.05, 0.8, 3.0, 40] {
      var random = CounterBasedGenerator(seed: 2, stream: UInt64(shape * 100))
      let values = (0..<20_000).map { _ in PriorDraws.gamma(shape, using: &random) }
      let mean = values.reduce(0, +) / 20_000
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
      // Five standard errors of the mean; the variance's tails are longer.
      #expect(abs(mean - shape) < 5 * (shape / 20_000).squareRoot(), "\(shape)")
      #expect(abs(variance / shape - 1) < 0.25, "\(shape)")
    }
  }

  @Test func `the gradient is the one by central differences`() {
    let draws = [0, 1, 2].map {
      PriorDraws.Draw(
        expert: $0, shares: [[0.7, 0.2, 0.1], [0.3, 0.3, 0.4], [0.1, 0.2, 0.7]][$0])
    }
    func value(_ point: Tensor) -> Tensor {
      let (perSample, spread) = DirichletMixture().values(
        point, Tensor([0, 2, 1]), draws: draws, prior: [0.8, 0.15, 0.05])
      return perSample.mean() + spread
    }
    var random = CounterBasedGenerator(seed: 8, stream: 1)
    let start = (0..<27).map { _ in random.normal() }
    let leaf = Tensor(start, shape: [3, 3, 3]).requiringGradient()
    value(leaf).backward()
    let error = gradientError(
      leaf.gradient?.doubles ?? [],
      of: { point in withoutGradients { value(Tensor(point, shape: [3, 3, 3])).item() } },
      at: start)
    #expect(error < 1e-7)
  }

  @Test func `priors of experts follow from the centres, and wrong settings are refused`() throws {
    let priors = try #require(
      DirichletMixture(power: 1).expertPriors(classCounts: [100, 20, 5], experts: 3))
    let third = 1.0 / 3
    for (found, expected) in zip(
      priors, [[0.8, 0.16, 0.04], [third, third, third], [0.04, 0.16, 0.8]])
    {
      #expect(relativeDistance(found, expected) < 1e-12)
    }
    #expect(abs(DirichletMixture().priorExponent + 0.3) < 1e-15)
    #expect(throws: SettingsError.self) {
      try DirichletMixture().validate(for: LossInputs(experts: 2, classCounts: [2, 1]))
    }
    for (loss, key) in [
      (DirichletMixture(draws: 0), "draws"), (DirichletMixture(power: -1), "power"),
      (DirichletMixture(variance: .nan), "variance"),
      (DirichletMixture(varianceFrom: -1), "varianceFrom"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
