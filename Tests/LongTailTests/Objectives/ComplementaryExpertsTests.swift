import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Experts of ever rarer classes that leave the others alone.
struct ComplementaryExpertsTests {
  /// `complementary_fixtures.json` (Tests/Fixtures/complementary_fixtures.py).
  private struct Fixture: Decodable {
    let counts, labels: [Int]
    let loss: Double
    let arrays: [String: StageFixtures.Array]

    func tensor(_ name: String) throws -> Tensor { try #require(arrays[name]).tensor }
  }

  private static func given() throws -> Fixture {
    try fixture("complementary_fixtures", as: Fixture.self)
  }

  private static func values(
    _ loss: some LossFunction, _ logits: Tensor, _ labels: [Int], _ counts: [Int]
  ) -> LossValues {
    loss(
      expertOutputs(logits), Tensor(labels), LossContext(classCounts: counts, epoch: 0, epochs: 1))
  }

  @Test func `value and gradient are PyTorch's`() throws {
    let given = try Self.given()
    let logits = try given.tensor("logits").requiringGradient()
    let values = Self.values(
      ComplementaryExperts(shares: [0.75, 0.25], suppression: 0.5), logits, given.labels,
      given.counts)
    let loss = values.perSample.mean()
    loss.backward()
    #expect(abs(loss.item() - given.loss) < 1e-13)
    try expectEqual(logits.gradient, given.arrays["gradient"], "gradient")
    #expect(values.parts.map(\.name) == ["labels", "suppression"])
  }

  @Test func `one expert is cross-entropy, and experts of all classes are its sum, bit for bit`() {
    let logits = Tensor(MiSLASFixtures.chirp(12, offset: 2), shape: [4, 1, 3])
    let plain = Self.values(CrossEntropy(), logits, KnownSamples.labels, KnownSamples.counts)
      .perSample.doubles
    func values(_ shares: [Double], _ logits: Tensor) -> [Double] {
      Self.values(
        ComplementaryExperts(shares: shares), logits, KnownSamples.labels, KnownSamples.counts
      ).perSample.doubles
    }
    #expect(values([], logits) == plain)
    #expect(values([1], Tensor.concatenated([logits, logits], axis: 1)) == plain.map { 2 * $0 })
  }

  @Test func `rates are the shares of the data that experts learn from`() {
    let loss = ComplementaryExperts(shares: [0.75, 0.25])
    #expect(
      loss.rateFactors(classCounts: [60, 3, 25, 8], experts: 3)
        == ["experts.1": 36.0 / 96, "experts.2": 3.0 / 96])
    var stage = Stage(loss: loss)
    func rates() -> [Double] {
      stage.groups(
        of: ["layer1.0.conv1.weight", "experts.1.classifier.weight", "experts.2.classifier.bias"]
          .map { ($0, Tensor.zeros([1])) },
        factors: stage.rateFactors(classCounts: [60, 3, 25, 8], experts: 3)
      ).map(\.rateFactor)
    }
    #expect(rates() == [1, 36.0 / 96, 3.0 / 96])
    // A rule of the stage stands above them.
    stage.parameterRules = [ParameterRule("classifier", rateFactor: 0.5)]
    #expect(rates() == [1, 0.5])
  }

  @Test func `what experts share learns from the first one alone`() throws {
    let model = try ExpertModel(
      ModelSettings(backbone: ResNet32(widths: [2, 3, 4]), experts: 2),
      input: .picture(height: 8, width: 8, channels: 3), classes: 3, seed: 1, dtype: .float64)
    let pictures = Tensor(MiSLASFixtures.chirp(2 * 192, offset: 3), shape: [2, 3, 8, 8])
    func gradients(of expert: Int, detached: Set<Int>) -> [String: [Double]?] {
      model.store.train { _ in true }
      let features = model.features(pictures, .inference, detached: detached)
      model.outputs(from: features).logits.selected(axis: 1, at: expert).square().sum().backward()
      return Dictionary(
        uniqueKeysWithValues: model.store.parameters.map { ($0.name, $0.tensor.gradient?.doubles) })
    }
    let first = gradients(of: 0, detached: [1])
    #expect(first["layer1.0.conv1.weight"]??.contains { $0 != 0 } == true)
    for parameter in model.store.parameters { parameter.tensor.clearGradient() }
    let second = gradients(of: 1, detached: [1])
    #expect(second["experts.1.classifier.weight"]??.contains { $0 != 0 } == true)
    for (name, gradient) in second where !name.hasPrefix("experts.1.") {
      #expect(gradient?.allSatisfy { $0 == 0 } ?? true, "\(name)")
    }
  }

  /// Three linear classifiers on the same features, with the fixture's weights.
  private func network(_ given: Fixture) throws -> ExpertModel {
    let model = try ExpertModel(
      ModelSettings(backbone: IdentityBackbone(), experts: 3), input: .features(width: 3),
      classes: given.counts.count, seed: 1, dtype: .float64)
    try withoutGradients {
      for (name, tensor) in model.store.parameters {
        let expert = try #require(Int(name.split(separator: ".")[1]))
        tensor.assignInPlace(
          try given.tensor(name.hasSuffix("weight") ? "weights" : "biases")
            .selected(axis: 0, at: expert))
      }
    }
    return model
  }

  private func hook(
    _ settings: ComplementaryAnswers, of model: ExpertModel, _ counts: [Int]
  ) -> any Hook {
    settings.make(
      for: StageSite(
        model: model, classCounts: counts, epochs: 1, batchSize: 4,
        root: ParameterStore(seed: 0).root))
  }

  @Test func `the answer is PyTorch's, and the weights that train come back`() throws {
    let given = try Self.given()
    let model = try network(given)
    let hook = hook(ComplementaryAnswers(shares: [0.75, 0.25]), of: model, given.counts)
    let features = try given.tensor("features")
    let before = model.store.parameters.map(\.tensor.doubles)
    var answer: Tensor?
    try withoutGradients {
      try hook.withMeasuredWeights { answer = model(features, .inference).combinedLogits }
    }
    try expectEqual(answer, given.arrays["answer"], "answer")
    #expect(model.store.parameters.map(\.tensor.doubles) == before)
    withoutGradients { hook.finish() }
    try expectEqual(model(features, .inference).combinedLogits, given.arrays["answer"], "answer")
  }

  @Test func `experts of all classes answer with their mean`() throws {
    let settings = ComplementaryAnswers(shares: [1, 1], rescales: false)
    let factors = settings.factors(
      norms: [[1, 2], [3, 4], [5, 6]], classCounts: [9, 1])
    #expect(factors == [[1, 1], [1, 1], [1, 1]])
    let scaled = ComplementaryAnswers(shares: [0.5]).factors(
      norms: [[1, 2], [3, 4]], classCounts: [9, 1])
    #expect(scaled == [[2, 1], [0, 0.5]])
  }

  private static func recipe() -> Recipe {
    SmallRun.recipe(
      [
        Stage(
          epochs: 3, augmentations: [RandomCrop()],
          loss: ComplementaryExperts(suppression: 0.1), hooks: [ComplementaryAnswers()],
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
      ],
      model: ModelSettings(backbone: ResNet32(widths: [4, 8, 16]), experts: 3))
  }

  @Test func `it learns, and one that was stopped ends with the same bits`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe(), in: folder("whole")).carryOut()
    let losses = try EpochRecord.readAll(folder("whole") + "/log.jsonl").map(\.loss)
    #expect(losses[2] < losses[0], "\(losses)")
    do {
      let stop = StopAtQuestion(8)
      let session = try SmallRun.session(
        Self.recipe(), in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(Self.recipe(), in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings and networks that do not fit are refused`() throws {
    let folder = try TemporaryFolder()
    for (settings, key) in [
      ("stages.0.loss.shares=[0.3, 0.4]", "stages.0.loss.shares.1"),
      ("stages.0.loss.shares=[0.3]", "stages.0.loss.shares"),
      ("stages.0.loss.suppression=-1", "stages.0.loss.suppression"),
      ("stages.0.hooks.0.shares=[0.3]", "stages.0.hooks.0.shares"),
      ("stages.0.hooks.0.shares=[0, 0]", "stages.0.hooks.0.shares.0"),
      ("model.classifier=cosine", "stages.0.hooks.0"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(Self.recipe().setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
    #expect(CatalogItemLaws.violations(of: ComplementaryAnswers()) == [])
  }
}
