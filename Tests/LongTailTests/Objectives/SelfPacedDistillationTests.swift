import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// A student of experts on groups of classes.
struct SelfPacedDistillationTests {
  /// `self_paced_fixtures.json` (Tests/Fixtures/self_paced_fixtures.py).
  private struct Fixture: Decodable {
    struct Case: Decodable {
      let form: String
      let epoch: Int
      let values: [Double]
      let gradient: StageFixtures.Array
    }
    let counts, positions, labels, training_labels, validation_labels: [Int]
    let weights: [Double]
    let cases: [Case]
    let arrays: [String: StageFixtures.Array]

    func tensor(_ name: String) throws -> Tensor { try #require(arrays[name]).tensor }

    func answers() throws -> StageAnswers {
      let (training, validation) = (try tensor("training"), try tensor("validation"))
      return StageAnswers(
        // In two batches, as a data set comes.
        training: { visitor in
          for (from, count) in [(0, 7), (7, 9)] {
            visitor(
              expertOutputs(training.narrowed(axis: 0, from: from, count: count)),
              Array(training_labels[from..<from + count]))
          }
        }, validation: { $0(expertOutputs(validation), validation_labels) })
    }

    func step(_ logits: Tensor, epoch: Int) -> ObjectiveStep {
      let batch = StreamBatch(
        views: [logits.detached()], labels: Tensor(labels), positions: positions)
      return ObjectiveStep(
        outputs: [expertOutputs(logits)], batches: [MixedBatch(batch)], streams: [batch],
        progress: StageProgress(epoch: epoch, epochs: 4), classCounts: counts)
    }
  }

  private static func given() throws -> Fixture {
    try fixture("self_paced_fixtures", as: Fixture.self)
  }

  private static let bounds = [0.4, 0.8]

  @Test func `paces, weights, values and gradients are PyTorch's`() throws {
    let given = try Self.given()
    for one in given.cases {
      let stage = try StageSiteFixture(width: 3, counts: given.counts)
      let loss = SelfPacedDistillation(
        form: try #require(SelfPacedDistillation.Form(rawValue: one.form)), bounds: Self.bounds)
      let objective = loss.make(for: stage.site())
      try objective.prepare(given.answers())
      func buffer(_ name: String) throws -> [Double] {
        try #require(stage.store.buffers.first { $0.name == name }).tensor.doubles
      }
      #expect(relativeDistance(try buffer("starts"), try given.tensor("starts").doubles) < 1e-12)
      #expect(try buffer("weights") == [1, 1, 1])
      try objective.finishEpoch(given.answers())
      #expect(relativeDistance(try buffer("weights"), given.weights) < 1e-12)
      let leaf = try given.tensor("batch").requiringGradient()
      let values = objective.loss(given.step(leaf, epoch: one.epoch))
      values.perSample.mean().backward()
      #expect(relativeDistance(values.perSample.doubles, one.values) < 1e-12)
      #expect(
        relativeDistance(try #require(leaf.gradient).doubles, one.gradient.values) < 1e-11)
      let sum = values.parts[0].perSample + values.parts[1].perSample
      #expect(relativeDistance(sum.doubles, one.values) < 1e-12)
    }
  }

  @Test func `without experts and paces it is the student's cross-entropy, bit for bit`() throws {
    let given = try Self.given()
    // Each objective has a stage of its own, as its state does.
    func made(_ settings: SelfPacedDistillation) throws -> any Objective {
      settings.make(for: try StageSiteFixture(width: 3, counts: given.counts).site())
    }
    let objective = try made(
      SelfPacedDistillation(bounds: Self.bounds, weight: 0, curriculum: false))
    let logits = try given.tensor("batch")
    let plain = ExpertChoice(0)(
      expertOutputs(logits), Tensor(given.labels),
      LossContext(classCounts: given.counts, epoch: 0, epochs: 4)
    ).perSample.doubles
    #expect(objective.loss(given.step(logits, epoch: 0)).perSample.doubles == plain)
    // Where all begin at their full pace the curriculum changes nothing.
    let paced = try made(SelfPacedDistillation(bounds: Self.bounds, weight: 0))
    #expect(paced.loss(given.step(logits, epoch: 3)).perSample.doubles == plain)
  }

  /// r against θ = 0.3.
  @Test func `experts count as long as they know more`() {
    let loss = SelfPacedDistillation()
    for (student, expert, expected) in [
      (0.0, 0.8, 1.0), (0.23, 0.8, 1), (0.24, 0.8, 1), (0.52, 0.8, 0.5), (0.8, 0.8, 0),
      (0.9, 0.8, 0), (0, 0, 0), (0.5, 0, 0),
    ] {
      #expect(abs(loss.weight(student: student, expert: expert) - expected) < 1e-12)
    }
  }

  @Test func `samples begin between their group's floor and one`() {
    let starts = SelfPacedDistillation.starts([0.2, 0.6, 0.4], floor: 0.1)
    #expect(relativeDistance(starts, [0.1, 1, 0.55]) < 1e-14)
    #expect(SelfPacedDistillation.starts([0.4], floor: 0.1) == [1])
    #expect(SelfPacedDistillation.starts([0.4, 0.4], floor: 0.1) == [1, 1])
    // Rare classes count wholly from the beginning.
    #expect(SelfPacedDistillation.starts([0.2, 0.6], floor: 1) == [1, 1])
  }

  private static func recipe() -> Recipe {
    let optimizer = SGDSettings(learningRate: 0.02)
    let experts = ClassRanks.groups(endingAt: [0.35, 0.7]).enumerated().map { index, classes in
      Stage(
        epochs: 1, trains: ["experts.\(index + 1)"], classes: classes,
        loss: ExpertChoice(index + 1), optimizer: optimizer, schedule: ConstantSchedule())
    }
    return SmallRun.recipe(
      experts + [
        Stage(
          name: "student", epochs: 3, trains: ["experts.0"],
          sampler: ClassAware(samplesPerClass: 4), augmentations: [RandomCrop()],
          loss: SelfPacedDistillation(), optimizer: optimizer, schedule: ConstantSchedule())
      ],
      model: ModelSettings(
        backbone: ResNet32(widths: [4, 8, 16]), experts: 4, sharedParts: 0),
      prediction: PredictionRule(expertWeights: [1, 0, 0, 0]))
  }

  /// In the middle of a stage, and where the weights of experts have been measured.
  @Test(arguments: [12, 22])
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
    #expect(whole.records.allSatisfy { $0.loss.isFinite })
    #expect(whole.records.contains { $0.lossParts["distillation"] ?? 0 > 0 })
  }

  @Test func `settings and networks that do not fit are refused`() throws {
    for (loss, key) in [
      (SelfPacedDistillation(bounds: [0]), "bounds.0"),
      (SelfPacedDistillation(bounds: [0.5, 0.5]), "bounds.1"),
      (SelfPacedDistillation(threshold: 1), "threshold"),
      (SelfPacedDistillation(temperature: 0), "temperature"),
      (SelfPacedDistillation(weight: -1), "weight"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    let folder = try TemporaryFolder()
    for (settings, key) in [
      ("stages.3.loss.bounds=[0.5]", "stages.3.loss.bounds"),
      ("stages.3.loss.bounds=[0.5, 0.55]", "stages.3.loss.bounds"),
      ("stages.3.mixing=mixup", "stages.3.loss"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(Self.recipe().setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
    #expect(CatalogItemLaws.violations(of: SelfPacedDistillation()) == [])
  }
}
