import LongTail
import Testing

struct MethodTests {
  private static func plan(
    _ method: some Method, dataset: String = "cifar100",
    input: InputShape = .picture(height: 32, width: 32, channels: 3)
  ) -> Plan {
    method.plan(
      for: TaskDescription(dataset: dataset, input: input, classes: 100, imbalanceFactor: 100))
  }

  @Test(arguments: Methods.names) func `a method names its paper`(_ name: String) throws {
    let method = type(of: try Methods.method(named: name))
    #expect(method.citation.contains(/(19|20)\d\d$/))
    #expect(method.differences.allSatisfy { !$0.isEmpty })
  }

  /// Zhong et al., CVPR 2021, table; crop and flip as in their code.
  @Test func `the baseline has MiSLAS's settings on CIFAR`() throws {
    let plan = Self.plan(CrossEntropyTraining())
    #expect(plan.batchSize == 128)
    #expect(plan.stages.count == 1)
    let stage = plan.stages[0]
    #expect(stage.epochs == 200)
    #expect(stage.augmentations.map(\.name) == ["random-crop", "horizontal-flip"])
    #expect(stage.mixing == nil)
    let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
    #expect(optimizer.learningRate == 0.1 && optimizer.momentum == 0.9)
    #expect(optimizer.weightDecay == 2e-4 && !optimizer.nesterov)
    let schedule = try #require(stage.schedule.schedule as? StepSchedule)
    #expect(schedule.milestones == [160, 180] && schedule.decay == 0.1 && schedule.warmup == 5)
    #expect(plan.model.backbone.name == "resnet32" && plan.model.experts == 1)
    #expect(plan.prediction.logitAdjustment == 0)
  }

  @Test func `methods differ from the baseline in what they are named after`() throws {
    let mixing = Self.plan(MixupTraining()).stages[0].mixing?.mixing
    #expect((mixing as? Mixup)?.alpha == 1)
    let loss = Self.plan(BalancedSoftmaxTraining()).stages[0].loss.objective
    #expect((loss as? BalancedSoftmax)?.strength == 1)
    let adjusted = Self.plan(LogitAdjustmentTraining())
    #expect(adjusted.prediction.logitAdjustment == 1)
    #expect(adjusted.stages[0].loss.name == "cross-entropy")
  }

  @Test func `digits are not mirrored, and features not cropped`() {
    let digits = Self.plan(
      CrossEntropyTraining(), dataset: "mnist", input: .picture(height: 28, width: 28, channels: 1))
    #expect(digits.stages[0].augmentations.map(\.name) == ["random-crop"])
    let features = Self.plan(
      CrossEntropyTraining(), dataset: "features", input: .features(width: 64))
    #expect(features.stages[0].augmentations.isEmpty)
    #expect(features.model.backbone.name == "linear")
  }

  @Test(arguments: [
    ("cross-entropy", false), ("mixup", false), ("balanced-softmax", true),
    ("logit-adjustment", true), ("focal", false), ("class-balanced-focal", true),
    ("ldam", false), ("ldam-drw", true), ("drw", true), ("remix", true), ("cmo", true),
    ("lade", true), ("pc-softmax", true), ("gcl", true), ("weight-balancing", true),
    ("disalign", false), ("range-loss", true), ("los", false), ("reslt", false), ("bcl", true),
    ("paco", true), ("gpaco", true), ("ncl", true), ("mdcs", true), ("sade", false),
    ("glmc", false), ("sure", false), ("tlc", true), ("proco", true), ("dirmixe", false),
    ("balms", true), ("oltr", true), ("fslwf", true), ("lfme", true),
    ("rsg", true), ("ssd", true), ("ace", false), ("cc-sam", true),
    ("cam", true),
  ])
  func `it is known which methods aim at the uniform prior`(_ name: String, _ uniform: Bool) throws
  {
    let plan = try Self.plan(Methods.method(named: name))
    let recipe = Recipe(
      method: name, data: DataSettings(source: "cifar100:data"), plan: plan, selection: .last)
    #expect(recipe.targetsUniformPrior == uniform)
  }
}
