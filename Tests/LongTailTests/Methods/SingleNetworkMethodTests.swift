@testable import LongTail
import Testing

/// The plans of the methods that train one network.
struct SingleNetworkMethodTests: MethodPlanTests {
  private static let names = [
    "focal", "class-balanced-focal", "ldam", "ldam-drw", "drw", "remix", "cmo", "lade",
    "pc-softmax", "gcl", "weight-balancing", "disalign", "range-loss", "los", "cc-sam", "cam",
  ]

  @Test(arguments: names) func `one network of the field's size, whose plan scales`(_ name: String)
    throws
  {
    let plan = try plan(name)
    #expect(plan.model.experts == 1 && plan.model.backbone.name == "resnet32")
    #expect(plan.stages[0].augmentations.map(\.name) == ["random-crop", "horizontal-flip"])
    for stage in plan.stages {
      #expect(try sgd(stage).momentum == 0.9 && !sgd(stage).nesterov)
      #expect(stage.scaled(by: 0.01).epochs >= 1)
    }
  }

  @Test(arguments: ["focal", "class-balanced-focal", "ldam", "ldam-drw", "drw", "remix", "cmo"])
  func `schedules of the margin paper`(_ name: String) throws {
    let plan = try plan(name)
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [200])
    let stage = plan.stages[0]
    #expect(try sgd(stage).learningRate == 0.1 && sgd(stage).weightDecay == 2e-4)
    let schedule = try #require(stage.schedule.schedule as? StepSchedule)
    func factor(_ epoch: Int) -> Double {
      schedule.factor(at: StageProgress(epoch: epoch, epochs: 200))
    }
    #expect(abs(factor(0) - 0.2) < 1e-15 && factor(4) == 1 && factor(159) == 1)
    #expect(abs(factor(160) - 0.01) < 1e-15 && abs(factor(180) - 1e-4) < 1e-15)
  }

  @Test func `losses and heads are the ones the methods are named after`() throws {
    #expect((try plan("focal").stages[0].loss.objective as? FocalLoss)?.exponent == 1)
    let balanced = try plan("class-balanced-focal")
    let loss = balanced.stages[0].loss.objective as? ClassBalancedLoss
    #expect(loss?.form == .sigmoidFocal && loss?.beta == 0.9999 && loss?.exponent == 1)
    #expect(balanced.model.classifier.name == "sigmoid")
    #expect(
      balanced.stages[0].parameterRules == [ParameterRule("classifier.bias", weightDecay: 0)])
    for name in ["ldam", "ldam-drw"] {
      let margin = try #require(
        try plan(name).stages[0].loss.objective as? LabelDistributionAwareMargin)
      #expect(margin.margin == 0.5 && margin.scale == 30 && margin.reweightsFrom == nil)
      #expect(try plan(name).model.classifier.head.cosineScale == 30)
    }
    let cmo = try plan("cmo").stages[0]
    #expect(cmo.mixing?.name == "cmo" && cmo.loss.name == "balanced-softmax")
    #expect(cmo.streams.map(\.sampler.name) == ["class-balanced"])
    // Features have no boxes.
    let features = try plan("cmo", input: .features(width: 8)).stages[0]
    #expect(features.mixing == nil && features.streams.isEmpty)
    let remix = try #require(try plan("remix").stages[0].mixing?.mixing as? Remix)
    #expect(remix.alpha == 1 && remix.kappa == 3 && remix.tau == 0.5)
    let range = try plan("range-loss").stages[0]
    #expect(range.loss.name == "range" && range.sampler.name == "class-aware")
  }

  @Test(arguments: ["ldam-drw", "drw", "remix"])
  func `weights come late, at any length`(_ name: String) throws {
    let stage = try plan(name).stages[0]
    func from(_ stage: Stage) throws -> Int {
      try #require(stage.hooks.first?.hook as? ClassWeights).from
    }
    let hook = try #require(stage.hooks.first?.hook as? ClassWeights)
    #expect(hook.form == .effectiveNumber && hook.beta == 0.9999 && hook.from == 160)
    #expect(try from(stage.scaled(by: 1.5)) == 240)
    #expect(try from(stage.scaled(by: 0.01)) == 1)
    #expect(try from(plan(name, input: .features(width: 8)).stages[0]) == 40)
    #expect(try plan("ldam").stages[0].hooks.isEmpty)
  }

  @Test func `RSG makes samples once the rate has fallen`() throws {
    let plan = try plan("rsg")
    #expect(plan.model.classifier.head.cosineScale == 30)
    let stage = plan.stages[0]
    #expect((stage.hooks.first?.hook as? ClassWeights)?.from == 160)
    let loss = try #require(stage.loss.objective as? RareSampleGeneration)
    #expect(loss.from == 160 && loss.centers == 15 && loss.frequent == 0.2 && loss.part == nil)
    #expect(loss.centerWeight == 0.1 && loss.variationWeight == 0.01 && loss.strength == 1)
    let margin = try #require(loss.labelLoss.item as? LabelDistributionAwareMargin)
    #expect(margin.margin == 0.5 && margin.scale == 30 && margin.reweightsFrom == nil)
    #expect((stage.scaled(by: 0.1).loss.objective as? RareSampleGeneration)?.from == 16)
    #expect((stage.scaled(by: 0.01).loss.objective as? RareSampleGeneration)?.from == 1)
    let places = try #require(RareSampleTraining.presets.last)
    #expect(places.dataset == "Places-LT" && places.stages[0].hooks.isEmpty)
    #expect((places.stages[0].loss.objective as? RareSampleGeneration)?.from == 10)
    // Features have no map.
    #expect(try self.plan("rsg", input: .features(width: 8)).stages[0].loss.name == "ldam")
  }

  @Test func `CC-SAM moves a classifier, then features, as its authors' configurations do`() throws
  {
    let plan = try plan("cc-sam")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [200, 30])
    let first = plan.stages[0]
    let moved = try #require(first.loss.objective as? ClassConditionalSharpness)
    #expect(moved.radius == 1e-6 && moved.share == 0.5 && !moved.mixesPerturbed)
    #expect((first.mixing?.mixing as? Mixup)?.alpha == 1)
    #expect(try sgd(first).learningRate == 0.1 && sgd(first).weightDecay == 2e-4)
    let schedule = first.schedule.schedule
    func factor(_ epoch: Int) -> Double {
      schedule.factor(at: StageProgress(epoch: epoch, epochs: 200))
    }
    // PyTorch's scheduler of the code, stepped before each epoch: 1/3 + 2/3 · (e + 1) / 5.
    #expect(abs(factor(0) - 0.4666666666666667) < 1e-15 && factor(4) == 1 && factor(158) == 1)
    #expect(abs(factor(159) - 0.1) < 1e-15 && abs(factor(179) - 0.01) < 1e-15)
    let second = plan.stages[1]
    let features = try #require(second.loss.objective as? AdversarialFeatures)
    #expect(features.strength == 1 && features.divisor == 2 && features.limit == 0.3)
    #expect(second.trains == ["classifier"] && second.batchNorm == .follow)
    #expect((second.sampler.item as? ClassAware)?.samplesPerClass == 1)
    #expect(try sgd(second).learningRate == 0.01 && second.schedule.name == "constant")
    let small = ClassConditionalTraining().plan(
      for: TaskDescription(
        dataset: "cifar10", input: .picture(height: 32, width: 32, channels: 3), classes: 10,
        imbalanceFactor: 100))
    #expect((small.stages[0].loss.objective as? ClassConditionalSharpness)?.share == 0.3)
    #expect((small.stages[1].loss.objective as? AdversarialFeatures)?.limit == 1)
  }

  @Test func `CAM trains plainly, then all of the network on balanced batches`() throws {
    let plan = try plan("cam")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [160, 40])
    #expect(ForegroundTraining.laterStart == 1)
    #expect(plan.stages.map(\.sampler.name) == ["instance-balanced", "class-balanced"])
    #expect(plan.stages.allSatisfy { $0.trains.isEmpty && $0.loss.name == "cross-entropy" })
    #expect(try plan.stages.map { try sgd($0).learningRate } == [0.1, 0.001])
    // PyTorch's scheduler of the code, stepped before each epoch.
    for (stage, last) in zip(plan.stages, [159, 19]) {
      let schedule = stage.schedule.schedule
      func factor(_ epoch: Int) -> Double {
        schedule.factor(at: StageProgress(epoch: epoch, epochs: stage.epochs))
      }
      #expect(abs(factor(0) - 0.4666666666666667) < 1e-15 && factor(4) == 1)
      #expect(factor(last - 1) == 1 && abs(factor(last) - 0.01) < 1e-15)
    }
    let large = try #require(ForegroundTraining.presets.last)
    #expect(large.dataset == "ImageNet-LT" && large.stages.map(\.epochs) == [160, 40, 20])
    #expect(large.stages.map { $0.mixing?.name } == ["mixup", "mixup", nil])
    #expect(try self.plan("cam", input: .features(width: 8)).stages.count == 2)
  }

  @Test func `LADE and PC softmax have their authors' settings`() throws {
    for name in ["lade", "pc-softmax"] {
      let plan = try plan(name)
      let stage = plan.stages[0]
      #expect(plan.batchSize == 256 && stage.epochs == 200)
      #expect(try sgd(stage).learningRate == 0.2 && sgd(stage).weightDecay == 5e-4)
      let schedule = try #require(stage.schedule.schedule as? StepSchedule)
      #expect(schedule.milestones == [120, 160] && schedule.decay == 0.01 && schedule.warmup == 5)
      #expect(plan.prediction.logitAdjustment == (name == "lade" ? 0 : 1))
    }
    let loss = try #require(
      try plan("lade").stages[0].loss.objective as? LabelDistributionDisentangling)
    #expect(loss.weight == 0.1 && loss.penalty == 0.01 && loss.form == .code)
    let large = DisentanglingTraining.presets.first { $0.dataset == "ImageNet-LT" }
    let own = large?.stages[0].loss.objective as? LabelDistributionDisentangling
    #expect(large?.network == "resnext50" && own?.weight == 0.05 && own?.penalty == 0.5)
    #expect(try plan("pc-softmax").stages[0].loss.name == "cross-entropy")
  }

  @Test func `margins and late weights have the known losses`() {
    let loss = LabelDistributionAwareMargin(reweightsFrom: nil)
    for (found, expected) in zip(
      loss.margins(classCounts: KnownSamples.counts), [0.236435, 0.353553, 0.5])
    {
      #expect(abs(found - expected) < 5.1e-7)
    }
    let values = KnownSamples.values(loss, KnownSamples.cosines, scale: 30)
    #expect(abs(values.reduce(0, +) / 4 - 7.582639) < 5e-7)
    let weights = ClassWeights(form: .effectiveNumber).weights(classCounts: KnownSamples.counts)
    #expect(abs(KnownSamples.weightedMean(values, weights) - 12.588118) < 5e-7)
    let plain = KnownSamples.values(CrossEntropy())
    #expect(abs(KnownSamples.weightedMean(plain, weights) - 0.904643) < 5e-7)
    let balancing = ClassWeights(form: .power, power: 1.2).weights(
      classCounts: KnownSamples.counts)
    for (found, expected) in zip(balancing, [0.067705, 0.467072, 2.465223]) {
      #expect(abs(found - expected) < 5.1e-7)
    }
  }

  @Test func `published figures stand with their conditions`() {
    let margin = DeferredMarginTraining.results.filter { $0.source.contains("Zhong") }
    let figures: [Double] = margin.map { ($0.accuracy * 1000).rounded() }
    #expect(figures == [771, 811, 884, 421, 467, 588])
    #expect(RemixTraining.results.map(\.epochs) == [[300], [300], [300], [300]])
    #expect(ContextRichOversamplingTraining.results.allSatisfy { $0.epochs == [400] })
    let balancing: [Double] = WeightBalancingTraining.results.map { ($0.accuracy * 1000).rounded() }
    #expect(balancing == [536, 577])
  }
}
