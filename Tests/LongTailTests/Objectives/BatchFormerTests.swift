import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct BatchFormerTests {
  private func values(
    _ settings: BatchFormer, _ stage: StageSiteFixture, _ features: Tensor, labels: [Int],
    at progress: StageProgress = StageProgress(epoch: 0, epochs: 4)
  ) -> Tensor {
    let objective = settings.make(for: stage.site())
    return objective.loss(stage.step([features], labels: labels, at: progress)).perSample
  }

  @Test func `values and gradients are those of PyTorch's layer`() throws {
    let fixtures = try MixtureFixtures.read()
    let expected = fixtures.batch_former
    let stage = try StageSiteFixture(width: 6, counts: fixtures.counts)
    let settings = BatchFormer(BalancedSoftmax(), weight: 0.5, heads: 2, dropout: 0)
    let objective = settings.make(for: stage.site())
    stage.load(expected, below: "")
    for (name, tensor) in stage.model.store.parameters {
      tensor.detached().assignInPlace(try #require(expected[name]).tensor)
    }
    let leaf = try #require(expected["features"]).tensor.requiringGradient()
    let values = objective.loss(stage.step([leaf], labels: fixtures.labels)).perSample
    values.mean().backward()
    try expectEqual(values, expected["values"], "values")
    try expectEqual(leaf.gradient, expected["features_gradient"], "features")
    #expect(stage.store.parameters.count == 12)
    for (name, tensor) in stage.store.parameters + stage.model.store.parameters {
      try expectEqual(tensor.gradient, expected[name + "_gradient"], name)
    }
  }

  @Test func `the gradient is the one by central differences, also with dropout`() throws {
    let stage = try StageSiteFixture(width: 4)
    let objective = BatchFormer(CrossEntropy(), heads: 2).make(for: stage.site())
    var random = CounterBasedGenerator(seed: 8, stream: 1)
    let start = (0..<20).map { _ in random.normal() }
    func value(_ point: Tensor) -> Tensor {
      objective.loss(stage.step([point], labels: [0, 1, 1, 2, 0])).perSample.mean()
    }
    let leaf = Tensor(start, shape: [5, 4]).requiringGradient()
    value(leaf).backward()
    let error = gradientError(
      try #require(leaf.gradient).doubles,
      of: { point in withoutGradients { value(Tensor(point, shape: [5, 4])).item() } }, at: start)
    #expect(error < 1e-6)
  }

  @Test func `a layer that adds nothing leaves the loss of normalised features`() throws {
    let stage = try StageSiteFixture(width: 4)
    let features = Tensor(MiSLASFixtures.chirp(20, offset: 1), shape: [5, 4])
    let objective = BatchFormer(CrossEntropy(), dropout: 0).make(for: stage.site())
    for (name, tensor) in stage.store.parameters
    where name.contains("out_proj") || name.contains("linear2") {
      withoutGradients { tensor.fillInPlace(0) }
    }
    let labels = [0, 1, 1, 2, 0]
    let found = objective.loss(stage.step([features], labels: labels)).perSample.doubles
    func normalized(_ x: Tensor) -> Tensor {
      let centred = x - x.mean(axis: 1, keepingAxis: true)
      return centred / (centred.square().mean(axis: 1, keepingAxis: true) + 1e-5).sqrt()
    }
    let plain = stage.step([normalized(normalized(features))], labels: labels)
    let expected = CrossEntropy()(plain.outputs[0], plain.labels, plain.context()).perSample
    #expect(relativeDistance(found, expected.doubles) < 1e-13)
  }

  @Test func `dropout follows from the step, and stays when a step is asked again`() throws {
    let features = Tensor(MiSLASFixtures.chirp(20, offset: 1), shape: [5, 4])
    func found(_ step: Int, dropout: Double = 0.5) throws -> [Double] {
      values(
        BatchFormer(CrossEntropy(), dropout: dropout), try StageSiteFixture(width: 4), features,
        labels: [0, 1, 1, 2, 0], at: StageProgress(epoch: 1, epochs: 4, step: step, steps: 9)
      ).doubles
    }
    let first = try found(0)
    #expect(try found(0) == first)
    #expect(try found(1) != first)
    #expect(try found(0, dropout: 0) == found(1, dropout: 0))
  }

  @Test func `a rule reaches the layer's parameters, and no objective that is not there`() throws {
    let stage = Stage(
      parameterRules: [ParameterRule("additionalLosses.0", rateFactor: 0.1)],
      additionalLosses: [BatchFormer()])
    let tensor = Tensor([1.0])
    let groups = stage.groups(of: [
      ("classifier.weight", tensor), ("stage/additionalLosses.0.encoder.0.linear1.weight", tensor),
    ])
    #expect(groups.map(\.rateFactor) == [1, 0.1])
    #expect(stage.hasObjective(below: "additionalLosses.0.encoder"))
    #expect(!stage.hasObjective(below: "additionalLosses.1"))
    #expect(!stage.hasObjective(below: "layer1"))
    let error = #expect(throws: SettingsError.self) {
      try ParameterRule("loss", trains: false).validate()
    }
    #expect(error?.key == "trains")
  }

  @Test func `heads follow the width, and others are refused as settings out of range are`() {
    #expect(BatchFormer().heads(width: 64) == 1 && BatchFormer().heads(width: 2048) == 4)
    let uneven = #expect(throws: SettingsError.self) {
      try BatchFormer(CrossEntropy(), heads: 5).validate(
        for: LossInputs(experts: 1, classCounts: [2, 1], featureWidth: 64))
    }
    #expect(uneven?.key == "heads")
    for (loss, key) in [
      (BatchFormer(CrossEntropy(), weight: 0), "weight"),
      (BatchFormer(CrossEntropy(), heads: 0), "heads"),
      (BatchFormer(CrossEntropy(), dropout: 1), "dropout"),
      (BatchFormer(RoutingLoss()), "labelLoss"), (BatchFormer(CumulativeLearning()), "labelLoss"),
      (BatchFormer(BalancedSoftmax(strength: 11)), "labelLoss.strength"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
