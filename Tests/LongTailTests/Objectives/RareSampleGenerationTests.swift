import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Samples of rare classes that are made within the network.
struct RareSampleGenerationTests {
  /// `rare_sample_fixtures.json` (Tests/Fixtures/rare_sample_fixtures.py).
  private struct Fixture: Decodable {
    struct Case: Decodable {
      let labels: [Int]
      let loss, own, centers, variation: Double
      let grown: StageFixtures.Array
      let gradients: [String: StageFixtures.Array]
    }
    let counts, labels: [Int]
    let cases: [Case]
    let arrays: [String: StageFixtures.Array]
  }

  private static func given() throws -> Fixture {
    try fixture("rare_sample_fixtures", as: Fixture.self)
  }

  /// An objective behind the second of three parts with maps of two channels.
  private func objective(
    _ settings: RareSampleGeneration, counts: [Int], in store: ParameterStore
  ) throws -> any Objective {
    let model = try ExpertModel(
      ModelSettings(backbone: ResNet32(widths: [2, 2, 4])),
      input: .picture(height: 8, width: 8, channels: 3), classes: counts.count, seed: 1,
      dtype: .float64)
    return settings.make(
      for: StageSite(
        model: model, classCounts: counts, epochs: 2, batchSize: 8, root: store.root))
  }

  private static let settings = RareSampleGeneration(
    LabelDistributionAwareMargin(scale: 4, reweightsFrom: nil), centers: 3, pairChannels: 4,
    frequent: 0.34, from: 1)

  /// A step whose network pools the map that the objective lets through, and multiplies it with a matrix.
  private func step(
    _ objective: any Objective, map: Tensor, labels: [Int], counts: [Int], classifier: Tensor,
    epoch: Int
  ) throws -> (step: ObjectiveStep, grown: Tensor) {
    let progress = StageProgress(epoch: epoch, epochs: 2)
    let insertion = try #require(objective.insertion(Tensor(labels), at: progress))
    #expect(insertion.part == 2)
    let grown = insertion.change(map)
    let features = grown.globalAveragePool()
    let all = ExpertOutputs(
      logits: features.linear(weight: classifier).unsqueezed(axis: 1),
      features: features.unsqueezed(axis: 1))
    let (outputs, inserted) = [all].dividing(after: labels.count)
    let batch = StreamBatch(views: [map.detached()], labels: Tensor(labels))
    return (
      ObjectiveStep(
        outputs: outputs, inserted: inserted, batches: [MixedBatch(batch)], streams: [batch],
        progress: progress, classCounts: counts), grown
    )
  }

  @Test(arguments: [0, 1])
  func `losses, new samples and gradients are PyTorch's`(_ epoch: Int) throws {
    let given = try Self.given()
    let expected = given.cases[epoch]
    let store = ParameterStore(seed: 0, dtype: .float64)
    let objective = try objective(Self.settings, counts: given.counts, in: store)
    withoutGradients {
      for (name, tensor) in store.parameters {
        if let array = given.arrays[name] { tensor.assignInPlace(array.tensor) }
      }
    }
    #expect(
      Set(store.parameters.map(\.name))
        == Set(given.arrays.keys).subtracting(["map", "classifier"]))
    let map = try #require(given.arrays["map"]).tensor.requiringGradient()
    let classifier = try #require(given.arrays["classifier"]).tensor
    let (step, grown) = try step(
      objective, map: map, labels: given.labels, counts: given.counts, classifier: classifier,
      epoch: epoch)
    #expect(relativeDistance(grown.doubles, expected.grown.values) < 1e-12)
    let values = objective.loss(step)
    let parts = Dictionary(
      uniqueKeysWithValues: values.parts.map { ($0.name, $0.perSample.mean().item()) })
    #expect(abs(try #require(parts["labels"]) - expected.own) < 1e-12)
    #expect(abs(try #require(parts["centers"]) - 0.1 * expected.centers) < 1e-12)
    #expect(abs((parts["variation"] ?? 0) - 0.01 * expected.variation) < 1e-12)
    let loss = values.perSample.mean()
    #expect(abs(loss.item() - expected.loss) < 1e-12)
    loss.backward()
    for (name, tensor) in store.parameters + [("map", map)] {
      let gradient = try #require(expected.gradients[name]).values
      let found = tensor.gradient?.doubles ?? gradient.map { _ in 0 }
      if gradient.contains(where: { $0 != 0 }) {
        #expect(relativeDistance(found, gradient) < 1e-10, "\(name)")
      } else {
        #expect(found.allSatisfy { $0 == 0 }, "\(name)")
      }
    }
  }

  @Test func `without its own losses, before samples are made, it is the other loss, bit for bit`()
    throws
  {
    let given = try Self.given()
    var settings = Self.settings
    (settings.centerWeight, settings.variationWeight) = (0, 0)
    let objective = try objective(
      settings, counts: given.counts, in: ParameterStore(seed: 0, dtype: .float64))
    let map = try #require(given.arrays["map"]).tensor
    let (step, grown) = try step(
      objective, map: map, labels: given.labels, counts: given.counts,
      classifier: try #require(given.arrays["classifier"]).tensor, epoch: 0)
    #expect(grown.doubles == map.doubles)
    let plain = LabelDistributionAwareMargin(scale: 4, reweightsFrom: nil)(
      step.outputs[0], step.labels, step.context())
    #expect(objective.loss(step).perSample.doubles == plain.perSample.doubles)
  }

  @Test func `the kind that there is more of lends or takes one after the other`() throws {
    func pairs(_ labels: [Int], _ strength: Double = 1) -> [[Int]]? {
      VariationPairs(labels, isFrequent: { $0 == 0 }, strength: strength)
        .map { [$0.frequent, $0.rare] }
    }
    #expect(pairs([0, 1, 0, 0, 2, 0, 0]) == [[0, 2, 3, 5], [1, 4, 1, 4]])
    #expect(pairs([0, 1, 1, 2]) == [[0, 0, 0], [1, 2, 3]])
    #expect(pairs([0, 1, 0, 0, 2, 0, 0], 0.4) == [[0, 2], [1, 4]])
    #expect(pairs([0, 0]) == nil && pairs([1, 2]) == nil)
  }

  @Test func `an insertion stands behind its part, in a network's trunk and in its branch`() throws
  {
    let model = try ExpertModel(
      ModelSettings(backbone: ResNet32(widths: [4, 6, 8])),
      input: .picture(height: 8, width: 8, channels: 3), classes: 3, seed: 1)
    let pictures = Tensor(MiSLASFixtures.chirp(2 * 192, offset: 3), shape: [2, 3, 8, 8])
      .to(.float32)
    for (part, shape) in [(1, [2, 4, 8, 8]), (2, [2, 6, 4, 4]), (3, [2, 8, 2, 2])] {
      var shapes: [[Int]] = []
      let insertion = MapInsertion(after: part) { map in
        shapes.append(map.shape)
        return Tensor.concatenated([map, map], axis: 0)
      }
      let plain = model.features(pictures, .inference)[0].doubles
      let grown = model.features(pictures, .inference, inserting: insertion)[0]
      #expect(shapes == [shape] && grown.shape == [4, 8])
      #expect(relativeDistance(grown.doubles, plain + plain) < 1e-6)
    }
  }

  private static func recipe(_ optimizer: any OptimizerSettings) -> Recipe {
    func stage(_ optimizer: some OptimizerSettings) -> Stage {
      Stage(
        epochs: 3, augmentations: [RandomCrop()],
        loss: RareSampleGeneration(
          CrossEntropy(), centers: 2, pairChannels: 4, frequent: 0.5, from: 1, centerWeight: 0.001),
        additionalLosses: [FocalLoss()], optimizer: optimizer, schedule: ConstantSchedule())
    }
    return SmallRun.recipe(
      [stage(optimizer)], model: ModelSettings(backbone: ResNet32(widths: [4, 8, 16])))
  }

  /// With one gradient a step, and with two of the same samples.
  @Test(arguments: [false, true])
  func `samples are made in a run, and one that was stopped ends with the same bits`(
    _ isTwice: Bool
  ) throws {
    let sgd = SGDSettings(learningRate: 0.02)
    let recipe = Self.recipe(isTwice ? SharpnessAwareSettings(sgd) : sgd)
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    let records = try EpochRecord.readAll(folder("whole") + "/log.jsonl")
    #expect(records.map { $0.lossParts["variation"] ?? 0 > 0 } == [false, true, true])
    do {
      let stop = StopAtQuestion(8)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings, stages and networks that do not fit are refused`() throws {
    for (settings, key) in [
      (RareSampleGeneration(part: 0, from: 1), "part"),
      (RareSampleGeneration(centers: 0, from: 1), "centers"),
      (RareSampleGeneration(pairChannels: 0, from: 1), "pairChannels"),
      (RareSampleGeneration(frequent: 1, from: 1), "frequent"),
      (RareSampleGeneration(from: -1), "from"),
      (RareSampleGeneration(from: 1, strength: 0), "strength"),
      (RareSampleGeneration(from: 1, centerWeight: -1), "centerWeight"),
      (RareSampleGeneration(from: 1, variationWeight: .nan), "variationWeight"),
    ] {
      let error = #expect(throws: SettingsError.self) { try settings.validate() }
      #expect(error?.key == key)
    }
    let folder = try TemporaryFolder()
    for (settings, key) in [
      ("model.backbone=two-layer", "stages.0.loss"), ("model.experts=2", "stages.0.loss"),
      ("stages.0.loss.part=4", "stages.0.loss.part"),
      ("stages.0.loss.frequent=0.01", "stages.0.loss.frequent"),
      ("stages.0.loss.from=3", "stages.0.loss.from"), ("stages.0.mixing=mixup", "stages.0.mixing"),
      ("stages.0.additionalLosses=[rare-sample-generation]", "stages.0.additionalLosses"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(
          Self.recipe(SGDSettings(learningRate: 0.02)).setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
    #expect(CatalogItemLaws.violations(of: RareSampleGeneration()) == [])
  }
}
