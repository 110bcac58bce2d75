import ArrayFiles
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Stages of some classes, and of some experts.
struct ExpertStageTests {
  private static func stage(_ expert: Int, _ classes: ClassRanks? = nil) -> Stage {
    Stage(
      epochs: 2, trains: ["experts.\(expert)"], classes: classes, loss: ExpertChoice(expert),
      optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
  }

  private static func recipe(_ stages: [Stage], experts: Int = 2) -> Recipe {
    SmallRun.recipe(
      stages,
      model: ModelSettings(
        backbone: ResNet32(widths: [4, 8, 16]), experts: experts, sharedParts: 0))
  }

  @Test func `ranks are of the counts, whatever the order of the classes`() {
    let counts = [8, 500, 3, 60, 60]
    func members(_ from: Double, _ to: Double) -> [Int] {
      ClassRanks(from: from, to: to).members(classCounts: counts)
    }
    #expect(members(0, 0.2) == [1] && members(0, 0.4) == [1, 3] && members(0.4, 1) == [0, 2, 4])
    #expect(members(0, 1) == [0, 1, 2, 3, 4] && members(0.45, 0.48) == [])
    let groups = ClassRanks.groups(endingAt: [0.35, 0.7])
    #expect(groups.count == 3 && groups[1] == ClassRanks(from: 0.35, to: 0.7))
    // CIFAR-100-LT's groups.
    #expect(
      groups.map { $0.members(classCounts: (0..<100).map { 500 - $0 }).count } == [35, 35, 30])
  }

  @Test func `a stage shows samples of its classes alone, as its sampler orders them`() throws {
    let ranks = ClassRanks(from: 0.5, to: 1)
    let recipe = Self.recipe([Self.stage(0), Self.stage(1, ranks)])
    let folder = try TemporaryFolder()
    let data = try recipe.data.partition(seed: recipe.seed)
    let samples = data.training.samples
    let trainer = try Trainer(
      recipe: recipe, data: data,
      model: ExpertModel(
        recipe.model, input: InputShape(samples.samples), classes: samples.classes, seed: 3,
        device: .cpu),
      run: RunDirectory.claimed(folder("run"), resuming: false), execution: Execution())
    #expect(trainer.orders(stage: 0, epoch: 0)[0].count == samples.count)
    let shown = trainer.orders(stage: 1, epoch: 1)[0]
    let members = Set(ranks.members(classCounts: samples.classCounts))
    #expect(members.count == 2)
    #expect(
      shown.sorted() == samples.labels.indices.filter { members.contains(samples.labels[$0]) })
    #expect(shown != trainer.orders(stage: 1, epoch: 0)[0])
  }

  @Test func `experts that do not train stay, their statistics too`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe([Self.stage(0), Self.stage(1)]), in: folder("run"))
      .carryOut()
    func weights(_ checkpoint: String) throws -> [String: [Float]] {
      let path = folder("run/checkpoints/\(checkpoint)/model.safetensors")
      return Dictionary(
        uniqueKeysWithValues: try SafetensorsFile.read(path).tensors.map {
          ($0.name, $0.array.floats())
        })
    }
    let (before, after) = (try weights("after-stage-1"), try weights("last"))
    let changed = before.keys.filter { before[$0] != after[$0] }
    #expect(changed.contains("experts.1.bn1.running_mean"))
    #expect(changed.allSatisfy { $0.hasPrefix("experts.1.") }, "\(changed)")
  }

  @Test func `who rests is known by what trains`() throws {
    let model = try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3, sharedParts: 0),
      input: .picture(height: 8, width: 8, channels: 3), classes: 4, seed: 1)
    func resting(_ names: [String]) -> Set<Int> { model.restingExperts(trained: names) }
    #expect(resting(["experts.1.classifier.weight"]) == [0, 2])
    #expect(resting(["router.0.weight"]) == [] && resting([]) == [])
    #expect(resting((0..<3).map { "experts.\($0).classifier.weight" }) == [])
  }

  @Test func `a stage is measured by the experts that train`() {
    let student = PredictionRule(expertWeights: [1, 0, 0])
    #expect(student.leavingOut([1, 2], of: 3).expertWeights == [1, 0, 0])
    #expect(student.leavingOut([0, 2], of: 3).expertWeights == [0, 1, 0])
    #expect(student.leavingOut([], of: 3).expertWeights == [1, 0, 0])
    #expect(PredictionRule().leavingOut([1], of: 3).expertWeights == [1, 0, 1])
    #expect(PredictionRule(routes: true).leavingOut([1], of: 3).expertWeights == [])
  }

  @Test func `the loss of one expert is that of a network of it alone, bit for bit`() {
    let logits = Tensor(MiSLASFixtures.chirp(24, offset: 4), shape: [4, 2, 3])
    func values(_ loss: some LossFunction, _ logits: Tensor) -> [Double] {
      loss(
        expertOutputs(logits), Tensor(KnownSamples.labels),
        LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1)
      ).perSample.doubles
    }
    for expert in 0..<2 {
      #expect(
        values(ExpertChoice(expert, BalancedSoftmax()), logits)
          == values(BalancedSoftmax(), logits.narrowed(axis: 1, from: expert, count: 1)))
    }
  }

  @Test func `ranks and experts that are not there are refused under their keys`() throws {
    for (ranks, key) in [
      (ClassRanks(from: -0.1, to: 1), "from"), (ClassRanks(from: 0, to: 1.1), "to"),
      (ClassRanks(from: 0.5, to: 0.5), "to"), (ClassRanks(from: .nan, to: 1), "from"),
    ] {
      let error = #expect(throws: SettingsError.self) { try ranks.validate() }
      #expect(error?.key == key)
    }
    let folder = try TemporaryFolder()
    for (settings, key) in [
      ("stages.0.classes={from: 0.3, to: 0.35}", "stages.0.classes"),
      ("stages.0.classes.from=2", "stages.0.classes.from"),
      ("stages.0.loss.expert=2", "stages.0.loss.expert"),
      ("stages.0.loss.labelLoss=knowledge-distillation", "stages.0.loss.labelLoss"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(
          Self.recipe([Self.stage(0, ClassRanks())]).setting(settings), in: folder("refused"))
      }
      #expect(error?.key == key, "\(settings): \(String(describing: error))")
    }
  }
}
