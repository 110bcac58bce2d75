import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct BalancedContrastTests {
  private static let loss = BalancedContrast(
    labelWeight: 2, weight: 0.6, temperature: 0.2, hidden: 5, dimension: 4)

  @Test func `values and gradients are those of the authors' code`() throws {
    let fixtures = try MixtureFixtures.read()
    let expected = fixtures.balanced_contrast
    let stage = try StageSiteFixture(width: 6, counts: fixtures.view_counts)
    let objective = Self.loss.make(for: stage.site())
    stage.load(expected.arrays, below: "")
    for (name, tensor) in stage.model.store.parameters {
      tensor.detached().assignInPlace(try #require(expected.arrays[name]).tensor)
    }
    #expect(stage.store.parameters.count == 12 && stage.store.buffers.isEmpty)
    let views = try (0..<3).map {
      try #require(expected.arrays["view\($0)"]).tensor.requiringGradient()
    }
    let values = objective.loss(stage.step(views, labels: expected.labels)).perSample
    values.mean().backward()
    try expectEqual(values, expected.arrays["values"], "values")
    for (index, view) in views.enumerated() {
      try expectEqual(view.gradient, expected.arrays["view\(index)_gradient"], "view \(index)")
    }
    for (name, tensor) in stage.store.parameters + stage.model.store.parameters {
      let gradient = try #require(expected.arrays[name + "_gradient"])
      // A bias before batch norm changes nothing; its gradient is rounding.
      if name.hasSuffix(".0.bias") {
        #expect(tensor.gradient?.abs().max().item() ?? 1 < 1e-13, "\(name)")
      } else {
        try expectEqual(tensor.gradient, gradient, name)
      }
    }
  }

  @Test func `known entries have the known loss`() {
    let loss = BalancedContrast(temperature: 0.5)
    let found = loss.contrast(
      Tensor([1.0, 0, 0.6, 0.8, 0.8, 0.6, 0, 1], shape: [4, 2]), labels: Tensor([0, 1, 0, 1]),
      prototypes: Tensor([1.0, 0, 0, 1, -1, 0], shape: [3, 2])
    ).doubles
    for (value, expected) in zip(found, [0.289361, 0.676374, 0.666128, 0.391029]) {
      #expect(abs(value - expected) < 1e-6)
    }
    #expect(abs(found.reduce(0, +) / 4 - 0.505723) < 1e-6)
  }

  /// Every class is there once beside its prototype.
  @Test func `with one sample a class each other class counts by its mean`() {
    let z = Tensor(MiSLASFixtures.chirp(6, offset: 3), shape: [3, 2]).normalized(axis: 1)
    let u = Tensor(MiSLASFixtures.chirp(6, offset: 5), shape: [3, 2]).normalized(axis: 1)
    let found = BalancedContrast(temperature: 0.3).contrast(
      z, labels: Tensor([0, 1, 2]), prototypes: u
    ).doubles
    let all = Tensor.concatenated([z, u], axis: 0).doubles
    func score(_ a: Int, _ b: Int) -> Double {
      (all[2 * a] * all[2 * b] + all[2 * a + 1] * all[2 * b + 1]) / 0.3
    }
    for anchor in 0..<3 {
      // The other classes have two members each: a sample and a prototype.
      let sum = (0..<6).filter { $0 != anchor }.reduce(0.0) {
        $0 + exponential(score(anchor, $1)) / ($1 % 3 == anchor ? 1 : 2)
      }
      let expected = -score(anchor, anchor + 3) + logarithm(sum)
      #expect(abs(found[anchor] - expected) < 1e-12)
    }
  }

  private func exponential(_ x: Double) -> Double { Tensor([x]).exp().item() }
  private func logarithm(_ x: Double) -> Double { Tensor([x]).log().item() }

  @Test func `the gradient is the one by central differences`() throws {
    let stage = try StageSiteFixture(width: 3)
    let objective = BalancedContrast(temperature: 0.5, hidden: 4, dimension: 2)
      .make(for: stage.site())
    #expect(try stage.viewGradientError(of: objective, views: 3) < 1e-6)
  }

  @Test func `without its labels it is its contrast, and adds up with another loss`() throws {
    let stage = try StageSiteFixture(width: 3)
    let views = (0..<3).map {
      Tensor(MiSLASFixtures.chirp(12, offset: Double($0)), shape: [4, 3])
    }
    func values(_ loss: BalancedContrast) throws -> [Double] {
      let own = try StageSiteFixture(width: 3)
      return loss.make(for: own.site()).loss(own.step(views, labels: [0, 1, 1, 2])).perSample
        .doubles
    }
    let step = stage.step(views, labels: [0, 1, 1, 2])
    let adjusted = BalancedSoftmax()(step.outputs[0], step.labels, step.context()).perSample.doubles
    let alone = try values(BalancedContrast(labelWeight: 0))
    let both = try values(BalancedContrast(labelWeight: 1))
    #expect(relativeDistance(both, zip(alone, adjusted).map(+)) < 1e-13)
    #expect(BalancedContrast().targetsUniformPrior)
    #expect(!BalancedContrast(labelWeight: 0).targetsUniformPrior)
  }

  @Test func `class weights are those of a single network's rows or columns`() throws {
    func weights(_ head: some ClassifierHead, experts: Int = 1) throws -> [Int]? {
      try ExpertModel(
        ModelSettings(backbone: IdentityBackbone(), classifier: head, experts: experts),
        input: .features(width: 4), classes: 3, seed: 1
      ).classWeights?.shape
    }
    #expect(try weights(LinearClassifier()) == [3, 4])
    #expect(try weights(CosineClassifier()) == [3, 4])
    #expect(try weights(LinearClassifier(), experts: 2) == nil)
  }

  @Test func `other networks and settings out of range are refused under their keys`() {
    let several = #expect(throws: SettingsError.self) {
      try BalancedContrast().validate(for: LossInputs(experts: 2, classCounts: [2, 1], views: 3))
    }
    #expect(several?.problem.contains("model.experts=1") == true)
    for (loss, key) in [
      (BalancedContrast(labelWeight: -1), "labelWeight"), (BalancedContrast(weight: 0), "weight"),
      (BalancedContrast(temperature: .nan), "temperature"), (BalancedContrast(hidden: 0), "hidden"),
      (BalancedContrast(dimension: 0), "dimension"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
