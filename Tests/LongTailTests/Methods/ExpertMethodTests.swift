import LongTail
import TestSupport
import Testing

/// Jin et al., CVPR 2023, tables.
struct ExpertMethodTests {
  private static func plan(_ method: some LongTail.Method, classes: Int = 100) -> Plan {
    method.plan(
      for: TaskDescription(
        dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
        classes: classes, imbalanceFactor: 100))
  }

  private static func rates(_ stage: Stage) -> [Double] {
    (0..<stage.epochs).map {
      stage.optimizer.settings.learningRate
        * stage.schedule.schedule.factor(at: StageProgress(epoch: $0, epochs: stage.epochs))
    }
  }

  @Test(arguments: [(100, 0.4), (10, 0.8)])
  func `BalPoE on CIFAR has the authors' settings`(_ classes: Int, _ alpha: Double) throws {
    let plan = Self.plan(BalPoETraining(), classes: classes)
    #expect(plan.stages.count == 1 && plan.batchSize == 128)
    #expect(plan.model.experts == 3 && plan.model.classifier.name == "cosine")
    let stage = plan.stages[0]
    #expect(stage.epochs == 200)
    #expect((stage.mixing?.mixing as? Mixup)?.alpha == alpha)
    #expect(
      stage.augmentations.map(\.name) == ["random-crop", "horizontal-flip", "rotation"])
    let loss = try #require(stage.loss.objective as? ExpertLogitAdjustment)
    #expect(loss.strengths(experts: 3) == [0, 1, 2] && loss.average == 1)
    let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
    #expect(optimizer.learningRate == 0.1 && optimizer.nesterov)
    #expect(optimizer.momentum == 0.9 && optimizer.weightDecay == 5e-4)
    let rates = Self.rates(stage)
    for (epoch, rate) in [(0, 0.02), (4, 0.1), (159, 0.1), (160, 0.01), (180, 0.001)] {
      #expect(abs(rates[epoch] - rate) < 1e-15)
    }
  }

  @Test func `BalPoE's large sets have the authors' strengths, batches and rates`() throws {
    let large = BalPoETraining.presets.filter { $0.network != "resnet32" }
    #expect(large.count == 6)
    for preset in large {
      let loss = try #require(preset.stages[0].loss.objective as? ExpertLogitAdjustment)
      let isINaturalist = preset.dataset.hasPrefix("iNaturalist")
      #expect(loss.strengths(experts: 3) == (isINaturalist ? [-1, 1, 3] : [0, 1.25, 2.5]))
      try loss.validate(for: LossInputs(experts: 3, classCounts: [10, 5]))
      #expect(preset.batchSize == (isINaturalist ? 512 : 64))
      let optimizer = preset.stages[0].optimizer.settings
      #expect(optimizer.learningRate == (isINaturalist ? 0.2 : 0.025))
      #expect(optimizer.weightDecay == (isINaturalist ? 2e-4 : 5e-4))
      #expect(preset.stages[0].schedule.name == "cosine")
    }
    let long = try #require(
      BalPoETraining.presets.first { $0.dataset == "CIFAR-100-LT, long" })
    let rates = Self.rates(long.stages[0])
    #expect(abs(rates[0] - 0.01) < 1e-15 && abs(rates[320] - 0.01) < 1e-15)
    #expect(long.stages[0].augmentations.map(\.name).contains("auto-augment"))
    let quirk = try #require(
      BalPoETraining.presets.first { $0.dataset == "CIFAR-10-LT, long" })
    #expect(quirk.stages[0].augmentations.map(\.name) == ["random-crop", "horizontal-flip"])
  }

  @Test func `SHIKE's two stages have the authors' settings`() throws {
    let plan = Self.plan(SHIKETraining())
    #expect(plan.stages.map(\.epochs) == [180, 20] && plan.batchSize == 128)
    #expect(plan.model.experts == 3 && plan.model.depths == [1, 2])
    #expect(plan.model.sharedParts == 2 && plan.model.classifier.name == "cosine")
    for stage in plan.stages {
      #expect(
        stage.augmentations.map(\.name) == [
          "random-crop", "horizontal-flip", "auto-augment", "cutout",
        ])
      let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
      #expect(!optimizer.nesterov && optimizer.weightDecay == 5e-4)
      #expect(stage.sampler.name == "instance-balanced" && stage.mixing == nil)
    }
    let first = try #require(plan.stages[0].loss.objective as? DynamicKnowledgeTransfer)
    #expect(first.nonTarget == 0.1 && first.mutual == 0.01 && first.form == .code)
    let second = try #require(plan.stages[1].loss.objective as? BalancedSoftmax)
    #expect(second.strength == 1 && second.experts == .sum)
    #expect(plan.stages[1].trains == ["classifier"])
    #expect(plan.stages[1].reinitializes == ["classifier"])
    #expect(plan.stages[1].batchNorm == .follow)
  }

  /// Jin et al., CVPR 2023.
  @Test func `SHIKE's rates rise and fall as in the authors' log`() {
    let plan = Self.plan(SHIKETraining())
    let first = Self.rates(plan.stages[0])
    for (epoch, rate) in [(0, 0.025), (1, 0.05), (4, 0.125), (5, 0.15)] {
      #expect(abs(first[epoch] - rate) < 1e-15)
    }
    #expect(abs(first[179] - 1.21e-5) < 5e-8)
    let second = Self.rates(plan.stages[1])
    for (epoch, rate) in [(0, 0.0375), (1, 0.05), (2, 0.0625), (3, 0.075), (4, 0.0875), (5, 0.1)] {
      #expect(abs(second[epoch] - rate) < 1e-15)
    }
    #expect(abs(second[19] - 0.0010926) < 5e-8)
  }

  /// Settings, experts, depths, and the weights of L_nt and L_mu.
  private typealias Row = (
    lines: [String], experts: Int, depths: Int, nonTarget: Double, mutual: Double
  )

  /// The paper's Table 4, from the plain network on.
  private static let ablation: [Row] = [
    (["model={experts: 1, depths: []}", "stages.0.loss={nonTarget: 0, mutual: 0}"], 1, 0, 0, 0),
    (["model.depths=[]", "stages.0.loss={nonTarget: 0, mutual: 0}"], 3, 0, 0, 0),
    (["stages.0.loss={nonTarget: 0, mutual: 0}"], 3, 2, 0, 0),
    (["stages.0.loss.nonTarget=0"], 3, 2, 0, 0.01),
    (["stages.0.loss.mutual=0"], 3, 2, 0.1, 0),
    (["model.depths=[]"], 3, 0, 0.1, 0.01),
  ]

  @Test(arguments: 0..<6)
  func `every row of SHIKE's ablation is a line or two of settings`(
    _ number: Int
  ) throws {
    let row = Self.ablation[number]
    let recipe = Recipe(
      method: "shike", data: DataSettings(source: "cifar100:DIR", imbalanceFactor: 100),
      plan: Self.plan(SHIKETraining()), selection: .last)
    let changed = try row.lines.reduce(recipe) { try $0.setting($1) }
    #expect(
      changed.model.experts == row.experts && changed.model.depths.count == row.depths)
    let loss = try #require(changed.stages[0].loss.objective as? DynamicKnowledgeTransfer)
    #expect(loss.nonTarget == row.nonTarget && loss.mutual == row.mutual)
    _ = try ExpertModel(
      changed.model, input: .picture(height: 32, width: 32, channels: 3), classes: 100, seed: 0)
  }

  @Test func `RIDE's two stages have the authors' settings`() throws {
    let plan = Self.plan(RIDETraining())
    #expect(plan.stages.map(\.epochs) == [200, 5])
    let backbone = try #require(plan.model.backbone.backbone as? ResNet32)
    #expect(backbone.widths == [16, 24, 48])
    #expect(plan.model.router == RouterSettings(topLogits: 30, hidden: 16))
    #expect(plan.prediction.routes)
    let loss = try #require(plan.stages[0].loss.objective as? DistributionAwareDiversity)
    #expect(loss.diversity == 0.45 && loss.temperatureSlope == 0.05)
    #expect(loss.reweightsFrom == 160 && loss.margin == 0.5 && loss.scale == 30)
    let rates = Self.rates(plan.stages[0])
    for (epoch, rate) in [(0, 0.02), (159, 0.1), (160, 1e-3), (180, 1e-5)] {
      #expect(abs(rates[epoch] - rate) < 1e-15)
    }
    #expect(!plan.stages[0].trains("router.decision.weight"))
    let router = plan.stages[1]
    #expect(router.trains("router.decision.weight") && !router.trains("conv1.weight"))
    #expect(router.batchNorm == .frozen && router.sampler.name == "class-balanced")
    #expect(router.batchSize == 512)
    #expect((router.loss.objective as? RoutingLoss)?.positiveWeight == 100)
    #expect(abs(Self.rates(router)[0] - 0.01) < 1e-15)
    #expect(Self.plan(RIDETraining(), classes: 10).model.router?.topLogits == 10)
  }

  @Test func `BBN has the authors' branches, samplers and rates`() throws {
    let plan = Self.plan(BBNTraining())
    #expect(plan.model.experts == 2 && plan.model.classifier.name == "joint")
    #expect(plan.model.sharedParts == 2 && plan.model.sharedBlocks == 4)
    let stage = plan.stages[0]
    #expect(stage.sampler.name == "instance-balanced")
    #expect(stage.streams.map(\.sampler.name) == ["reversed"])
    let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
    #expect(optimizer.nesterov && optimizer.weightDecay == 2e-4)
    let expected = try ExpertFixtures.read().bbn.rates
    #expect(relativeDistance(Self.rates(stage), expected) < 1e-14)
  }

  @Test(arguments: ["balpoe", "shike", "ride", "bbn"])
  func `feature vectors have a plan too`(_ name: String) throws {
    let plan = try Methods.method(named: name).plan(
      for: TaskDescription(
        dataset: "features", input: .features(width: 8), classes: 5, imbalanceFactor: 10))
    #expect(plan.stages.allSatisfy { $0.augmentations.isEmpty })
    let model = try ExpertModel(plan.model, input: .features(width: 8), classes: 5, seed: 0)
    #expect(model.settings.experts >= 2)
  }

  @Test(arguments: [("balpoe", true), ("shike", true), ("ride", true), ("bbn", true)])
  func `it is known which mixtures aim at the uniform prior`(_ name: String, _ uniform: Bool) throws
  {
    let recipe = Recipe(
      method: name, data: DataSettings(source: "cifar100:data"),
      plan: Self.plan(try Methods.method(named: name)), selection: .last)
    #expect(recipe.targetsUniformPrior == uniform)
  }

  /// Where the papers and their code differ.
  @Test func `published figures stand beside the methods`() throws {
    func accuracy(_ results: [PublishedResult], _ factor: Double) -> Double? {
      results.first { $0.dataset == "cifar100" && $0.imbalanceFactor == factor }?.accuracy
    }
    #expect(accuracy(BalPoETraining.results, 100) == 0.520)
    #expect(accuracy(BalPoETraining.results, 10) == 0.681)
    #expect(accuracy(SHIKETraining.results, 50) == 0.598)
    #expect(accuracy(RIDETraining.results, 100) == 0.486)
    #expect(try abs(#require(accuracy(BBNTraining.results, 100)) - 0.426) < 1e-12)
  }
}
