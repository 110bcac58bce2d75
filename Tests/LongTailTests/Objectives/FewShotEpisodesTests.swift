import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Weights that are made from a few samples.
struct FewShotEpisodesTests {
  /// `few_shot_fixtures.json` (Tests/Fixtures/few_shot_fixtures.py).
  private struct Fixture: Decodable {
    let known: [Int]
    let places: [Int]
    let labels: [Int]
    let loss: Double
    let arrays: [String: StageFixtures.Array]
  }

  @Test func `weights, scores and gradients of an episode are PyTorch's`() throws {
    let given = try fixture("few_shot_fixtures", as: Fixture.self)
    let store = ParameterStore(seed: 0, dtype: .float64)
    _ = GeneratingClassifier().layer(width: 3, classes: 5, initial: nil, at: store.root)
    let tensors = Dictionary(uniqueKeysWithValues: store.parameters.map { ($0.name, $0.tensor) })
    withoutGradients {
      for (name, tensor) in tensors {
        if let array = given.arrays[name] { tensor.assignInPlace(array.tensor) }
      }
    }
    func part(_ name: String) throws -> Tensor { try #require(tensors[name], "\(name)") }
    #expect(Set(tensors.keys) == Set(WeightGenerator.parts + ["bias", "scale"]))
    let exemplars = try #require(given.arrays["exemplars"]).tensor.requiringGradient()
    let samples = try #require(given.arrays["samples"]).tensor.requiringGradient()
    let made = WeightGenerator { tensors[$0] ?? exemplars }.weights(
      exemplars, members: Tensor(given.places).oneHot(classes: 2).to(.float64),
      known: Tensor(given.known))
    #expect(
      relativeDistance(made.doubles, try #require(given.arrays["made"]).values) < 1e-12)
    let weight = Tensor.concatenated(
      [try part("weight").indexSelected(axis: 0, Tensor(given.known)), made], axis: 0)
    let scores = GeneratingClassifier.logits(
      samples, weight: weight, bias: try part("bias"), scale: try part("scale"))
    #expect(
      relativeDistance(scores.doubles, try #require(given.arrays["scores"]).values) < 1e-12)
    let loss = expertLogLosses(scores.unsqueezed(axis: 1), Tensor(given.labels)).mean()
    #expect(abs(loss.item() - given.loss) < 1e-13)
    loss.backward()
    for (name, tensor) in tensors.merging(
      ["exemplars": exemplars, "samples": samples], uniquingKeysWith: { $1 })
    {
      let expected = try #require(given.arrays[name + "_gradient"]).values
      let found = try #require(tensor.gradient, "\(name)").doubles
      // What all scores have in common changes no probability: rounding is left.
      guard name != "bias" else {
        #expect(zip(found, expected).allSatisfy { abs($0) < 1e-15 && abs($1) < 1e-15 })
        continue
      }
      #expect(relativeDistance(found, expected) < 1e-10, "\(name)")
    }
  }

  private static let counts = [6, 5, 4, 1]

  private func stage() throws -> StageSiteFixture {
    try StageSiteFixture(width: 3, counts: Self.counts, classifier: GeneratingClassifier(scale: 4))
  }

  private func step(_ stage: StageSiteFixture, _ labels: [Int]) -> ObjectiveStep {
    let points = Tensor(
      MiSLASFixtures.chirp(labels.count * 3, offset: 1), shape: [labels.count, 3])
    let batch = StreamBatch(views: [points], labels: Tensor(labels))
    let others = [0, 1, 2, 3, 0, 1, 2, 0]
    let exemplars = StreamBatch(
      views: [Tensor(MiSLASFixtures.chirp(24, offset: 2), shape: [8, 3])], labels: Tensor(others))
    return ObjectiveStep(
      outputs: [stage.model(points, .training)], batches: [MixedBatch(batch)],
      streams: [batch, exemplars], progress: StageProgress(epoch: 0, epochs: 2),
      classCounts: Self.counts, network: { stage.model($0, .training) })
  }

  @Test func `without players it is the cross-entropy of the frequent classes`() throws {
    let stage = try stage()
    let settings = FewShotEpisodes(shots: 2, fakes: 0)
    let objective = settings.make(for: stage.site())
    let step = step(stage, [0, 3, 2, 1])
    let logits = step.outputs[0].combinedLogits.narrowed(axis: 1, from: 0, count: 3)
    let plain = expertLogLosses(logits.unsqueezed(axis: 1), Tensor([0, 0, 2, 1])).flattened()
      .doubles
    let found = objective.loss(step).perSample.doubles
    // One of four is of a rare class: the others count four thirds.
    #expect(found[1] == 0)
    for place in [0, 2, 3] { #expect(abs(found[place] - plain[place] * 4 / 3) < 1e-14) }
    #expect(settings.furtherStreams == 0 && settings.furtherPasses == 0)
    let none = objective.loss(self.step(stage, [3, 3])).perSample.doubles
    #expect(none == [0, 0])
    // Where no class is rare it is the network's own cross-entropy.
    let all = FewShotEpisodes(shots: 1, fakes: 0).make(for: stage.site())
    let whole = expertLogLosses(step.outputs[0].logits, step.labels).flattened().doubles
    #expect(relativeDistance(all.loss(step).perSample.doubles, whole) < 1e-14)
  }

  @Test func `players' weights are made, and the same when a step is asked again`() throws {
    let stage = try stage()
    let step = step(stage, [0, 1, 2, 0])
    func loss(_ fakes: Int) -> Tensor {
      FewShotEpisodes(shots: 2, fakes: fakes).make(for: stage.site()).loss(step).perSample
    }
    #expect(loss(1).doubles == loss(1).doubles)
    #expect(loss(1).doubles != loss(0).doubles && loss(2).doubles != loss(1).doubles)
    // One class stays known, however many could play.
    #expect(loss(9).doubles == loss(2).doubles)
    loss(1).mean().backward()
    for (name, tensor) in stage.model.store.parameters where name.contains("generator") {
      #expect(try #require(tensor.gradient, "\(name)").abs().sum().item() > 0, "\(name)")
    }
  }

  @Test func `weights of rare classes are made from all of their samples`() throws {
    let stage = try stage()
    let tensors = Dictionary(
      uniqueKeysWithValues: stage.model.store.parameters.map {
        (String($0.name.dropFirst("classifier.".count)), $0.tensor.detached())
      })
    let features = Tensor(MiSLASFixtures.chirp(18, offset: 3), shape: [6, 3])
    func data(_ labels: [Int]) -> ClassifierFitData {
      ClassifierFitData(
        training: features, trainingLabels: labels, validation: nil, validationLabels: [],
        classes: 4, classifier: tensors)
    }
    let fitted = try GeneratedWeights(shots: 2).fitted(to: data([0, 0, 1, 2, 2, 3]))
    let weight = try #require(fitted.tensors["weight"])
    #expect(fitted.figures["generated"] == 2)
    let before = try #require(tensors["weight"])
    func row(_ tensor: Tensor, _ index: Int) -> [Double] {
      tensor.selected(axis: 0, at: index).doubles
    }
    for known in [0, 2] { #expect(row(weight, known) == row(before, known)) }
    let made = WeightGenerator { tensors[$0] ?? before }.weights(
      features.indexSelected(axis: 0, Tensor([2, 5])),
      members: Tensor([1.0, 0, 0, 1], shape: [2, 2]), known: Tensor([0, 2]))
    #expect(row(weight, 1) == row(made, 0) && row(weight, 3) == row(made, 1))
    #expect(try GeneratedWeights(shots: 1).fitted(to: data([0, 1, 2, 3, 0, 0])).tensors.isEmpty)
    let error = #expect(throws: SettingsError.self) {
      try GeneratedWeights(shots: 9).fitted(to: data([0, 0, 1, 2, 2, 3]))
    }
    #expect(error?.key == "shots")
  }

  private static func recipe() -> Recipe {
    SmallRun.recipe(
      [
        Stage(
          epochs: 1, fixed: ["classifier.generator"], loss: FewShotEpisodes(shots: 15, fakes: 0),
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
        Stage(
          name: "episodes", epochs: 2, trains: ["classifier"], batchNorm: .frozen,
          streams: [Stream(ClassAware(samplesPerClass: 2))],
          loss: FewShotEpisodes(shots: 15, fakes: 1),
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
        Stage(name: "generation", epochs: 1, fit: GeneratedWeights(shots: 15)),
      ],
      model: ModelSettings(
        backbone: TwoLayerBackbone(hidden: 8), classifier: GeneratingClassifier()))
  }

  @Test func `what makes weights is learned and saved: a stopped run ends with the same bits`()
    throws
  {
    let recipe = Self.recipe()
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    #expect(
      try EpochRecord.readAll(folder("whole") + "/log.jsonl").last?.fitted?["generated"] ?? 0 > 0)
    do {
      let stop = StopAtQuestion(9)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings and networks that do not fit are refused`() throws {
    for (loss, key) in [
      (FewShotEpisodes(shots: 0, fakes: 1), "shots"), (FewShotEpisodes(fakes: -1), "fakes"),
      (FewShotEpisodes(fakes: 1, exemplars: 0), "exemplars"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    for (head, key) in [
      (GeneratingClassifier(scale: 0), "scale"),
      (GeneratingClassifier(scale: 1, sharpness: -1), "sharpness"),
    ] {
      let error = #expect(throws: SettingsError.self) { try head.validate() }
      #expect(error?.key == key)
    }
    let folder = try TemporaryFolder()
    for (settings, key) in [
      (["stages.1.streams=[]"], "stages.1.streams"),
      (["stages.1.loss.shots=1000"], "stages.1.loss.shots"),
      (["model.classifier=linear", "stages.0.parameterRules=[]"], "stages.0.loss"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(Self.recipe().setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
    #expect(CatalogItemLaws.violations(of: FewShotEpisodes()) == [])
  }
}
