import LongTail
import TestSupport
import Testing
import Torch

struct CumulativeLearningTests {
  /// Zhou et al., CVPR 2020.
  @Test func `α falls along the authors' parabola`() {
    let loss = CumulativeLearning()
    for (epoch, share) in [(0, 1.0), (99, 0.754975), (199, 0.009975)] {
      #expect(abs(loss.conventionalShare(epoch: epoch, epochs: 200) - share) < 1e-9)
    }
    let published = CumulativeLearning(form: .published)
    #expect(published.conventionalShare(epoch: 199, epochs: 200) == 0)
    #expect(abs(published.conventionalShare(epoch: 99, epochs: 200) - 0.75) < 1e-15)
  }

  @Test func `the code's horizons for 90 and 180 epochs can be given`() throws {
    let horizons = try ExpertFixtures.read().bbn.horizons
    let horizon = try #require(horizons["90"])
    let loss = CumulativeLearning(horizon: horizon)
    #expect(abs(loss.conventionalShare(epoch: 50, epochs: 90) - 0.75) < 1e-15)
    #expect(horizons["180"] == 200 && horizons["200"] == 200)
    #expect(CumulativeLearning(horizon: 200).scaled(from: 180, to: 18).horizon == 20)
  }

  /// The branches' features through the joint classifier, as the authors' trainer does it.
  @Test(arguments: 0..<3)
  func `value and gradients through the joint classifier are the authors'`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.bbn.cases[number]
    let (batch, width, classes) = (
      fixtures.labels.count, fixtures.bbn.width, fixtures.counts.count
    )
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layers = JointClassifier().layers(
      width: width, classes: classes, initial: nil, shared: store.root,
      own: [store.root / "a", store.root / "b"])
    let parameters = Dictionary(
      uniqueKeysWithValues: store.parameters.map { ($0.name, $0.tensor) })
    let weight = try #require(parameters["weight"])
    let bias = try #require(parameters["bias"])
    weight.assignInPlace(
      Tensor(
        MiSLASFixtures.chirp(classes * 2 * width, offset: 41, scale: 0.5),
        shape: [classes, 2 * width]))
    bias.assignInPlace(Tensor(MiSLASFixtures.chirp(classes, offset: 43, scale: 0.1)))
    let features = [31.0, 37].map { offset in
      Tensor(MiSLASFixtures.chirp(batch * width, offset: offset), shape: [batch, width])
        .requiringGradient()
    }
    let logits = Tensor.stacked(zip(layers, features).map { $0($1) }, axis: 1)
    let labels = Tensor(fixtures.labels)
    let branches = [labels, labels.indexSelected(axis: 0, Tensor(fixtures.partners))]
    let loss = CumulativeLearning()
    let losses = branches.enumerated().map { branch, labels in
      loss(
        expertOutputs(logits), labels, fixtures.context(epoch: expected.epoch, branch: branch)
      ).perSample
    }
    let value = (losses[0] + losses[1]).mean()
    value.backward()
    #expect(relativeDistance([value.item()], [expected.loss]) < 1e-12)
    #expect(relativeDistance(try #require(weight.gradient).doubles, expected.weight) < 1e-12)
    #expect(relativeDistance(try #require(bias.gradient).doubles, expected.bias) < 1e-12)
    let gradients = try features.map { try #require($0.gradient) }
    #expect(
      relativeDistance(Tensor.stacked(gradients, axis: 1).doubles, expected.features) < 1e-12)
  }

  @Test func `the two parts are named, and weighted by α and 1 − α`() throws {
    let logits = Tensor([2.0, 0, 2, 0], shape: [1, 2, 2])
    let context = { LossContext(classCounts: [3, 1], epoch: 1, epochs: 2, branch: $0) }
    let loss = CumulativeLearning()
    let parts = [0, 1].map { loss(expertOutputs(logits), Tensor([0]), context($0)) }
    #expect(parts.flatMap(\.parts).map(\.name) == ["conventional", "re-balancing"])
    let values = parts.map { $0.perSample.item() }
    #expect(abs(values[0] / values[1] - 3) < 1e-12)
  }

  @Test func `a horizon below one epoch is refused`() {
    let error = #expect(throws: SettingsError.self) {
      try CumulativeLearning(horizon: 0).validate()
    }
    #expect(error?.key == "horizon")
  }
}
