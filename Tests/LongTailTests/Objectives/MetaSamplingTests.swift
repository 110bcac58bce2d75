import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct MetaSamplingTests {
  /// `meta_sampling_fixtures.json` (Tests/Fixtures/meta_sampling_fixtures.py).
  private struct Fixture: Decodable {
    struct Step: Decodable {
      let places: [Int]
      let meta: Double
      let loss: Double
      let slope: StageFixtures.Array
      let scores: StageFixtures.Array
      let weight: StageFixtures.Array
      let bias: StageFixtures.Array
    }
    let counts: [Int]
    let labels: [Int]
    let batch: Int
    let rate: Double
    let momentum: Double
    let decay: Double
    let meta_rate: Double
    let power: Double
    let balanced_labels: [Int]
    let arrays: [String: StageFixtures.Array]
    let steps: [Step]
  }

  private func tensor(_ name: String, in store: ParameterStore) throws -> Tensor {
    try #require(store.tensors.first { $0.name == name }).tensor
  }

  @Test func `two steps draw, look ahead and learn as PyTorch does`() throws {
    let given = try fixture("meta_sampling_fixtures", as: Fixture.self)
    let stage = try StageSiteFixture(width: 3, counts: given.counts)
    let weight = try tensor("classifier.weight", in: stage.model.store)
    let bias = try tensor("classifier.bias", in: stage.model.store)
    withoutGradients {
      weight.assignInPlace(given.arrays["weight"]?.tensor ?? weight)
      bias.assignInPlace(given.arrays["bias"]?.tensor ?? bias)
    }
    let settings = MetaSampling(rate: given.meta_rate, power: given.power)
    let objective = settings.make(
      for: StageSite(
        model: stage.model, classCounts: given.counts, labels: given.labels, epochs: 4,
        batchSize: given.batch, root: stage.store.root))
    let scores = try tensor("scores", in: stage.store)
    let first = try #require(given.arrays["scores"]).values
    #expect(relativeDistance(scores.doubles, first) < 1e-14)
    let optimizer = SGD(
      [ParameterGroup(parameters: stage.model.store.parameters, weightDecay: given.decay)],
      momentum: given.momentum)
    let samples = try #require(given.arrays["samples"]).tensor
    let balanced = StreamBatch(
      views: [try #require(given.arrays["balanced"]).tensor], labels: Tensor(given.balanced_labels))
    for (number, expected) in given.steps.enumerated() {
      let progress = StageProgress(epoch: 1, epochs: 4, step: number, steps: 2)
      let places = objective.chosenSamples(given.batch, at: progress)
      #expect(places == expected.places)
      let batch = StreamBatch(
        views: [samples.indexSelected(axis: 0, Tensor(places))],
        labels: Tensor(places.map { given.labels[$0] }))
      let step = ObjectiveStep(
        outputs: [stage.model(batch.inputs, .training)], batches: [MixedBatch(batch)],
        streams: [batch, balanced], progress: progress, classCounts: given.counts,
        network: { stage.model($0, .training) },
        ahead: { optimizer.lookAhead(of: $0, along: $1, rate: given.rate) })
      optimizer.clearGradients()
      let values = objective.loss(step)
      // Looking ahead leaves no gradient behind.
      #expect(weight.gradient == nil)
      values.perSample.mean().backward()
      optimizer.step(rate: given.rate)
      withoutGradients { objective.finish(step) }
      #expect(abs(values.perSample.mean().item() - expected.loss) < 1e-13)
      let meta = try #require(values.parts.first { $0.name == "meta" }).perSample.doubles
      #expect(meta.count == given.batch && abs(meta[0] - expected.meta) < 1e-12)
      #expect(relativeDistance(scores.doubles, expected.scores.values) < 1e-10)
      #expect(relativeDistance(weight.doubles, expected.weight.values) < 1e-12)
      #expect(relativeDistance(bias.doubles, expected.bias.values) < 1e-12)
    }
  }

  @Test func `the slope of a draw is that of the softmax behind it, by central differences`() throws
  {
    let labels = Tensor([0, 0, 1, 2, 1, 0])
    let noise = Tensor(
      [0.3, -0.2, 1.1, 0.4, 2.0, -0.9, 0.8, 0.1, -1.2, 0.5, 0.2, 0.6], shape: [2, 6])
    let start = [0.4, -0.7, 0.2]
    func noisy(_ v: [Double]) -> Tensor {
      -(-Tensor(v)).softplus().indexSelected(axis: 0, labels) + noise
    }
    let draw = ClassSampleRates(scores: Tensor(start), labels: labels).draw(noisy(start))
    for row in 0..<2 {
      let place = draw.places[row]
      let error = gradientError(
        draw.slopes.selected(axis: 0, at: row).doubles,
        of: { noisy($0).softmax(axis: 1).selected(axis: 0, at: row).doubles[place] }, at: start)
      #expect(error < 1e-8)
    }
  }

  @Test func `classes are drawn as often as their rates say`() {
    let labels = Tensor([Int](repeating: 0, count: 60) + [Int](repeating: 1, count: 20))
    // q = ¼ and ¾: both classes are then drawn alike.
    let scores = Tensor([-3.0, 3].map { $0 / 3 * 1.0986122886681098 })
    let rates = ClassSampleRates(scores: scores, labels: labels)
    var random = CounterBasedGenerator(seed: 4)
    let places = rates.draw(20_000, using: &random).places
    let rare = Double(places.filter { $0 >= 60 }.count) / 20_000
    #expect(abs(rare - 0.5) < 5 * (0.25 / 20_000).squareRoot())
  }

  @Test func `first rates are the authors'`() {
    let scores = ClassSampleRates.firstScores(classCounts: [100, 20, 5], power: 0)
    #expect(scores.allSatisfy { abs($0) < 1e-15 })
    let own = ClassSampleRates.firstScores(classCounts: [16, 1], power: 0.5)
    // r = ¼, 1; r / 1.25 = 0.2, 0.8
    #expect(abs(own[0] + 1.3862943611198906) < 1e-14 && abs(own[1] - 1.3862943611198906) < 1e-14)
  }

  private static func recipe(_ settings: MetaSampling) -> Recipe {
    SmallRun.recipe([
      Stage(
        epochs: 2, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
      Stage(
        name: "classifier", epochs: 2, trains: ["classifier"], augmentations: [RandomCrop()],
        streams: [Stream(ClassAware(samplesPerClass: 2))], loss: settings,
        optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
    ])
  }

  @Test func `what is learned is saved: a stopped run ends with the same bits`() throws {
    let recipe = Self.recipe(MetaSampling(rate: 0.5))
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(15)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
    // A rate of 0 draws otherwise from the second step on.
    _ = try SmallRun.session(Self.recipe(MetaSampling(rate: 0)), in: folder("fixed")).carryOut()
    let changed = try RunTraces(folder("whole")).differences(from: RunTraces(folder("fixed")))
    #expect(changed.contains { $0.hasSuffix("last/model.safetensors") })
  }

  @Test func `settings and stages that do not fit are refused`() throws {
    for (loss, key) in [
      (MetaSampling(rate: -1), "rate"), (MetaSampling(power: 11), "power"),
      (MetaSampling(LabelDistributionAwareMargin(margin: -1)), "labelLoss.margin"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    #expect(CatalogItemLaws.violations(of: MetaSampling()) == [])
    let fitting = Self.recipe(MetaSampling())
    let folder = try TemporaryFolder()
    for (settings, key) in [
      (["stages.1.streams=[]"], "stages.1.streams"), (["stages.1.mixing=mixup"], "stages.1.loss"),
      (["stages.1.optimizer=adamw"], "stages.1.loss"), (["model.experts=2"], "stages.1.loss"),
      (["model.classifier=cosine"], "stages.1.loss"),
      (["stages.1.additionalLosses=[meta-sampling]"], "stages.1.additionalLosses"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(fitting.setting(settings), in: folder("refused")).carryOut()
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
  }
}
