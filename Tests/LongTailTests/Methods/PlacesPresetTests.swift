import Testing
import Torch

@testable import LongTail

/// Published settings of a ResNet-152 on Places-LT, from the authors' repositories.
struct PlacesPresetTests {
  private static let pictures = TaskDescription(
    dataset: "places-lt", input: .picture(height: 224, width: 224, channels: 3), classes: 365,
    imbalanceFactor: 996)

  private func preset(_ method: String) throws -> PublishedPreset {
    try PublishedPreset.named("places-lt", of: Methods.method(named: method))
  }

  private func plan(_ method: String) throws -> Plan {
    try preset(method).plan(of: Methods.method(named: method), for: Self.pictures)
  }

  private func sgd(_ stage: Stage) throws -> SGDSettings {
    try #require(stage.optimizer.settings as? SGDSettings)
  }

  private func rates(_ stage: Stage, _ epochs: [Int]) throws -> [Double] {
    let rate = try sgd(stage).learningRate
    return epochs.map {
      rate
        * stage.schedule.schedule.factor(at: StageProgress(epoch: $0, epochs: stage.epochs))
    }
  }

  private func expect(
    _ found: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 },
      "\(found)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("sade", 128, 30), ("mdcs", 64, 30), ("ncl", 256, 30), ("paco", 128, 30), ("gpaco", 128, 30),
    ("lade", 128, 30), ("pc-softmax", 128, 30), ("gcl", 512, 90), ("balms", 256, 90),
    ("oltr", 128, 30), ("rsg", 256, 30), ("mislas", 256, 90), ("crt", 256, 90),
  ])
  func `there is one, of a ResNet-152 that begins with ImageNet's weights`(
    _ method: String, _ batchSize: Int, _ epochs: Int
  ) throws {
    let preset = try preset(method)
    #expect(preset.batchSize == batchSize && preset.stages[0].epochs == epochs)
    #expect(preset.lacks.contains { $0.contains("trained on ImageNet") })
    let backbone = try plan(method).model.backbone.backbone
    let base = (backbone as? ModulatedBackbone)?.base.backbone ?? backbone
    #expect((base as? ResNet152)?.widths == ResNet152.fullWidths)
    #expect(preset.cutsNativePictures)
  }

  @Test(arguments: ["sade", "mdcs"])
  func `experts' features have a tenth of their classifiers' rate`(_ method: String) throws {
    let plan = try plan(method)
    let stage = plan.stages[0]
    #expect(plan.model.experts == 3 && plan.model.classifier.head.cosineScale == 30)
    #expect(try sgd(stage).nesterov && sgd(stage).weightDecay == 4e-4)
    expect(try rates(stage, [0, 9, 10, 19, 20, 29]), [0.01, 0.01, 1e-3, 1e-3, 1e-4, 1e-4])
    func share(_ name: String) -> Double { stage.rule(name) { $0.rateFactor } ?? 1 }
    // All that a backbone of this kind has, and nothing of the classifiers.
    let model = try ExpertModel(
      ModelSettings(backbone: ResNet18(), classifier: CosineClassifier(), experts: 3),
      input: .picture(height: 32, width: 32, channels: 3), classes: 4, seed: 1)
    for parameter in model.store.parameters.map(\.name) {
      #expect(share(parameter) == (ExpertModel.isBackbone(parameter) ? 0.1 : 1), "\(parameter)")
    }
    #expect(
      stage.views.map { $0.augmentations.map(\.name) }
        == (method == "sade"
          ? []
          : [["random-resized-crop", "horizontal-flip", "color-jitter", "rand-augment"]]))
    let loss = stage.loss.objective
    #expect((loss as? DiverseDistributions)?.strength == (method == "sade" ? 1 : nil))
  }

  @Test func `LADE and PC softmax train features far more slowly than the classifier`() throws {
    for method in ["lade", "pc-softmax"] {
      let stage = try plan(method).stages[0]
      expect(try rates(stage, [0, 10, 20]), [0.05, 5e-3, 5e-4])
      #expect(stage.rule("layer3.1.conv1.weight") { $0.rateFactor } == 0.02)
      #expect(stage.rule("classifier.weight") { $0.rateFactor } == nil)
    }
    let loss = try #require(
      try plan("lade").stages[0].loss.objective as? LabelDistributionDisentangling)
    #expect(loss.weight == 0.005 && loss.penalty == 0.1)
    #expect(try plan("pc-softmax").prediction.logitAdjustment == 1)
  }

  @Test func `both views of the contrastive methods are alike`() throws {
    let view = [
      "random-resized-crop", "horizontal-flip", "color-jitter", "random-grayscale", "gaussian-blur",
    ]
    for method in ["paco", "gpaco", "ncl"] {
      let stage = try plan(method).stages[0]
      #expect(stage.augmentations.map(\.name) == view)
      #expect(stage.views.map { $0.augmentations.map(\.name) } == [view])
      #expect(stage.companions.map(\.name) == (method == "gpaco" ? [] : ["momentum"]))
    }
    for (method, alpha) in [("paco", 0.05), ("gpaco", 0.02)] {
      let stage = try plan(method).stages[0]
      let loss = try #require(stage.loss.objective as? ParametricContrast)
      #expect(loss.alpha == alpha && loss.temperature == 0.2 && loss.queue == 8192)
      // The code: rate · (e + 1) / 5 for five epochs, then ½ (1 + cos(π (e − 4) / 26)).
      expect(try rates(stage, [0, 3, 4, 17]), [0.004, 0.016, 0.02, 0.01])
    }
    let own = try plan("ncl")
    #expect(own.model.experts == 3 && own.model.sharedParts == 0)
    #expect(own.model.classifier.head.cosineScale == 16)
    let contrast = try #require(
      own.stages[0].additionalLosses.first?.objective as? InstanceContrast)
    #expect(contrast.dimension == 1024 && contrast.queue == 65_536)
    // The code steps its schedule, which begins at a third of the rate, before the first epoch.
    expect(
      try rates(own.stages[0], [0, 1, 3, 4, 8, 9, 19]),
      [0.02 * 7 / 15, 0.02 * 9 / 15, 0.02 * 13 / 15, 0.02, 0.02, 0.002, 0.0002])
  }

  @Test func `clouded logits have more noise, and their rates fall in steps`() throws {
    let plan = try plan("gcl")
    let losses = plan.stages.map { $0.loss.objective as? GaussianCloudedLogits }
    #expect(losses.map { $0?.scale } == [30, 15] && losses.map { $0?.margin } == [0, 0.1])
    #expect(losses.map { $0?.noise } == [1, 1] && losses.map { $0?.exponent } == [0, 1])
    #expect(plan.stages.map { ($0.mixing?.mixing as? Mixup)?.alpha } == [0.2, 1])
    expect(try rates(plan.stages[0], [0, 4, 60, 80]), [0.04, 0.2, 0.02, 0.002])
    expect(try rates(plan.stages[1], [0, 9, 10, 20, 29]), [0.1, 0.1, 0.01, 1e-4, 1e-4])
    #expect(plan.model.classifier.head.cosineScale == 15)
    #expect(plan.stages[1].batchNorm == .frozen && plan.stages[1].trains == ["classifier"])
  }

  @Test func `second stages of the meta sampler and of the memory are the authors'`() throws {
    let balanced = try plan("balms").stages[1]
    let sampling = try #require(balanced.loss.objective as? MetaSampling)
    #expect(sampling.rate == 0.001 && sampling.power == 0.3 && balanced.epochs == 10)
    #expect(try sgd(balanced).learningRate == 0.02 && balanced.schedule.name == "cosine")
    let stages = try plan("oltr").stages
    #expect(stages.map(\.epochs) == [30, 30] && stages[1].batchNorm == .follow)
    #expect(try stages.map { try sgd($0).learningRate } == [0.001, 1e-4])
    for stage in stages {
      #expect(stage.rule("classifier.linear.weight") { $0.rateFactor } == 100)
      #expect(stage.rule("layer1.0.conv1.weight") { $0.rateFactor } == nil)
    }
    #expect(stages[1].trains == ["attention", "fc_add", "classifier"])
    #expect(stages[1].beginning?.item is ClassCentroids)
    #expect(stages[0].rule("classifier.centroids") { $0.trains } == false)
  }

  @Test func `names of what stage 2 of OLTR trains are the network's`() throws {
    let model = try ExpertModel(
      ModelSettings(
        backbone: ModulatedBackbone(ResNet10(), width: 16), classifier: MemoryClassifier()),
      input: .picture(height: 64, width: 64, channels: 3), classes: 4, seed: 1)
    let names = model.store.parameters.map(\.name)
    for prefix in try plan("oltr").stages[1].trains {
      #expect(names.contains { matches($0, prefix: prefix) }, "\(prefix)")
    }
  }
}
