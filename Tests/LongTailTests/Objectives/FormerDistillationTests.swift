import ArrayFiles
import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// What a stage learns from the network that the stage before left.
struct FormerDistillationTests {
  /// `former_distillation_fixtures.json` (Tests/Fixtures/former_distillation_fixtures.py).
  private struct Fixture: Decodable {
    struct Contrast: Decodable {
      let labels, queue_labels: [Int]
      let head, arrays: [String: StageFixtures.Array]
    }
    struct Distillation: Decodable {
      let labels: [Int]
      let arrays: [String: StageFixtures.Array]
    }
    let contrast: Contrast
    let distillation: Distillation
  }

  private static func given() throws -> Fixture {
    try fixture("former_distillation_fixtures", as: Fixture.self)
  }

  /// Two experts that pass their inputs on as logits.
  private func step(_ logits: Tensor, former: Tensor, labels: [Int]) throws -> ObjectiveStep {
    let stage = try StageSiteFixture(width: 3)
    withoutGradients {
      for (_, tensor) in stage.model.store.parameters {
        tensor.assignInPlace(
          tensor.shape == [3, 3]
            ? Tensor([1.0, 0, 0, 0, 1, 0, 0, 0, 1], shape: [3, 3]) : tensor * 0)
      }
    }
    let batch = StreamBatch(views: [former], labels: Tensor(labels))
    return ObjectiveStep(
      outputs: [expertOutputs(logits)], batches: [MixedBatch(batch)], streams: [batch],
      companions: StageCompanions([InitialNetwork(of: stage.model)]),
      progress: StageProgress(epoch: 0, epochs: 4), classCounts: stage.counts)
  }

  @Test func `labels and softened answers are PyTorch's, in values and gradients`() throws {
    let given = try Self.given().distillation
    func array(_ name: String) throws -> Tensor { try #require(given.arrays[name]).tensor }
    let logits = try array("logits").requiringGradient()
    // The former network has one expert here, the first.
    let step = try step(logits, former: try array("former"), labels: given.labels)
    let loss = FormerDistillation(hard: 1, soft: 0, weight: 0.7)
    let stage = try StageSiteFixture(width: 3)
    let values = loss.make(for: stage.site()).loss(step)
    values.perSample.mean().backward()
    try expectEqual(values.perSample, given.arrays["values"], "values")
    try expectEqual(logits.gradient, given.arrays["gradient"], "gradient")
    #expect(values.parts.map(\.name) == ["labels", "distillation"])
    let sum = values.parts[0].perSample + values.parts[1].perSample
    #expect(relativeDistance(sum.doubles, values.perSample.doubles) < 1e-14)
  }

  @Test func `without distillation it is the other loss of one expert, bit for bit`() throws {
    let given = try Self.given().distillation
    let logits = try #require(given.arrays["logits"]).tensor
    let former = try #require(given.arrays["former"]).tensor
    let step = try step(logits, former: former, labels: given.labels)
    let stage = try StageSiteFixture(width: 3)
    for hard in [0, 1] {
      let loss = FormerDistillation(hard: hard, soft: 0, BalancedSoftmax(), weight: 0)
      let plain = ExpertChoice(hard, BalancedSoftmax())(
        expertOutputs(logits), Tensor(given.labels), step.context())
      #expect(
        loss.make(for: stage.site()).loss(step).perSample.doubles == plain.perSample.doubles)
    }
    // What a network says itself is no lesson.
    let own = try self.step(
      former.unsqueezed(axis: 1), former: former, labels: given.labels)
    let parts = FormerDistillation().make(for: stage.site()).loss(own).parts
    #expect(parts[1].perSample.doubles.allSatisfy { abs($0) < 1e-15 })
  }

  @Test func `a contrast without keys of a sample's own class is PyTorch's`() throws {
    let given = try Self.given().contrast
    let stage = try StageSiteFixture(width: 6)
    let site = stage.site(momentum: 0.9)
    let objective = InstanceContrast(dimension: 4, queue: 8, expert: 0, skipsOwnClass: true)
      .make(for: site)
    stage.load(given.head, below: "experts.0.projection.")
    for (name, tensor) in stage.store.buffers {
      let names = ["0.weight", "0.bias", "2.weight", "2.bias"]
      if let index = names.indices.first(where: { name == "experts.0.slow.\($0)" }) {
        tensor.assignInPlace(try #require(given.head[names[index]]).tensor)
      }
      if name == "experts.0.queue.keys" {
        tensor.assignInPlace(try #require(given.arrays["queue"]).tensor)
      }
      if name == "experts.0.queue.labels" { tensor.assignInPlace(Tensor(given.queue_labels)) }
    }
    let views = try ["query", "key"].map {
      try #require(given.arrays[$0]).tensor.requiringGradient()
    }
    let step = stage.step(
      views, labels: given.labels, seen: 1,
      companions: StageCompanions([MomentumCopy(momentum: 0.9).make(for: site, trained: nil)]))
    let values = objective.loss(step).perSample
    values.mean().backward()
    try expectEqual(values, given.arrays["values"], "values")
    try expectEqual(views[0].gradient, given.arrays["query_gradient"], "gradient")
  }

  private static func recipe() -> Recipe {
    let optimizer = SGDSettings(learningRate: 0.02)
    return SmallRun.recipe(
      [
        Stage(
          epochs: 2, fixed: ["classifier.scale", "experts.1"], views: [View([HorizontalFlip()])],
          loss: ExpertChoice(0),
          additionalLosses: [
            InstanceContrast(
              weight: 0.01, dimension: 8, queue: 96, movesHeads: true, expert: 0,
              skipsOwnClass: true)
          ],
          companions: [MomentumCopy(momentum: 0.9)], optimizer: optimizer,
          schedule: ConstantSchedule()),
        Stage(
          name: "scales", epochs: 1, trains: ["experts.0.classifier.scale"], batchNorm: .follow,
          sampler: ClassAware(samplesPerClass: 2), loss: ExpertChoice(0), optimizer: optimizer,
          schedule: ConstantSchedule()),
        Stage(
          name: "student", epochs: 2, fixed: ["classifier.scale"], reinitializes: ["all"],
          loss: FormerDistillation(hard: 1, soft: 0), companions: [InitialCopy()],
          optimizer: optimizer, schedule: ConstantSchedule()),
      ],
      model: ModelSettings(
        backbone: ResNet32(widths: [4, 8, 16]), classifier: ScaledLinearClassifier(), experts: 2,
        sharedParts: 3), selection: .last, prediction: PredictionRule(expertWeights: [1, 0]))
  }

  /// In the first stage, the second, and the third, whose teacher is in no other place any more.
  @Test(arguments: [7, 15, 28])
  func `a run that was stopped ends with the same bits`(_ question: Int) throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe(), in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(question)
      let session = try SmallRun.session(
        Self.recipe(), in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(Self.recipe(), in: folder("stopped"), resuming: true).carryOut()
    let (whole, stopped) = (try RunTraces(folder("whole")), try RunTraces(folder("stopped")))
    #expect(whole.differences(from: stopped) == [])
    #expect(whole.records.last?.lossParts["distillation"] ?? 0 > 0)
  }

  @Test func `a student begins anew, its statistics too, beside what the stage before left`() throws
  {
    let folder = try TemporaryFolder()
    var recipe = Self.recipe()
    // Nothing moves in the student's stage, so that the end shows how it began.
    recipe.stages[2].epochs = 1
    recipe.stages[2].parameterRules += [
      "conv1", "bn1", "layer1", "layer2", "layer3", "classifier",
    ].map { ParameterRule($0, rateFactor: 0) }
    recipe.stages[2].batchNorm = .frozen
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let path = folder("run/checkpoints/last/model.safetensors")
    let fresh = try ExpertModel(
      recipe.model, input: .picture(height: 8, width: 8, channels: 3), classes: 4,
      seed: recipe.stageSeed(2))
    let found = try SafetensorsFile.read(path)
    for (name, tensor) in fresh.store.tensors {
      #expect(try #require(found[name]).floats() == tensor.floats, "\(name)")
    }
    let record = try #require(EpochRecord.readAll(folder("run") + "/log.jsonl").last)
    #expect(record.lossParts["distillation"] ?? 0 > 0)
  }

  @Test func `settings and stages that do not fit are refused`() throws {
    for (loss, key) in [
      (FormerDistillation(hard: -1, soft: 0), "hard"),
      (FormerDistillation(hard: 0, soft: 100), "soft"),
      (FormerDistillation(hard: 0, soft: 0, weight: -1), "weight"),
      (FormerDistillation(hard: 0, soft: 0, temperature: 0), "temperature"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    let folder = try TemporaryFolder()
    for (settings, key) in [
      ("stages.2.companions=[]", "stages.2.loss"), ("stages.2.loss.soft=2", "stages.2.loss.soft"),
      ("stages.2.reinitializes=[everything]", "stages.2.reinitializes"),
      ("stages.0.additionalLosses.0.expert=2", "stages.0.additionalLosses.0.expert"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(Self.recipe().setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
    #expect(CatalogItemLaws.violations(of: FormerDistillation()) == [])
  }
}
