import LongTail
import Testing

/// Zhong et al., CVPR 2021, tables.
struct MiSLASTests {
  private static func stages(_ classes: Int, _ factor: Double) -> [Stage] {
    MiSLASTraining().plan(
      for: TaskDescription(
        dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
        classes: classes, imbalanceFactor: factor)
    ).stages
  }

  fileprivate struct Row: CustomStringConvertible {
    let classes: Int
    let factor: Double
    let head: Double
    let tail: Double
    let batchNorm: BatchNormBehaviour
    let classifierRate: Double

    static let all = [
      Row(classes: 10, factor: 10, head: 0.1, tail: 0, batchNorm: .frozen, classifierRate: 0.2),
      Row(classes: 10, factor: 50, head: 0.2, tail: 0, batchNorm: .frozen, classifierRate: 0.2),
      Row(classes: 10, factor: 100, head: 0.3, tail: 0, batchNorm: .frozen, classifierRate: 0.5),
      Row(classes: 100, factor: 10, head: 0.2, tail: 0, batchNorm: .follow, classifierRate: 0.1),
      Row(classes: 100, factor: 50, head: 0.3, tail: 0, batchNorm: .follow, classifierRate: 0.1),
      Row(
        classes: 100, factor: 100, head: 0.4, tail: 0.1, batchNorm: .follow, classifierRate: 0.2),
    ]

    var description: String { "CIFAR-\(classes), \(factor)" }
  }

  @Test(arguments: Row.all)
  fileprivate func `stage 2 on CIFAR has the authors' settings`(_ row: Row) throws {
    let stage = Self.stages(row.classes, row.factor)[1]
    let loss = try #require(stage.loss.objective as? LabelAwareSmoothing)
    #expect(loss.head == row.head && loss.tail == row.tail)
    #expect(loss.shape == .concave && loss.form == .code)
    #expect(stage.batchNorm == row.batchNorm)
    let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
    #expect(optimizer.learningRate == 0.1 && optimizer.weightDecay == 2e-4)
    #expect(optimizer.momentum == 0.9 && !optimizer.nesterov)
    #expect(
      stage.parameterRules == [
        ParameterRule("classifier", rateFactor: row.classifierRate),
        ParameterRule("classifier.scale", rateFactor: 1),
      ])
    let sampler = try #require(stage.sampler.sampler as? ClassAware)
    #expect(sampler.samplesPerClass == 4)
    #expect(sampler.epochLength == .batches(size: 128, extra: 1))
    #expect(stage.epochs == 10 && stage.mixing == nil)
  }

  @Test func `stage 1 is mixup with a scale that stays`() {
    let stage = Self.stages(100, 100)[0]
    #expect((stage.mixing?.mixing as? Mixup)?.alpha == 1)
    #expect(stage.epochs == 200)
    #expect(stage.trains("conv1.weight") && stage.trains("classifier.weight"))
    #expect(!stage.trains("classifier.scale"))
  }

  @Test func `between published imbalance factors the nearest one counts`() throws {
    func head(_ factor: Double) -> Double? {
      (Self.stages(100, factor)[1].loss.objective as? LabelAwareSmoothing)?.head
    }
    #expect(head(20) == 0.2 && head(30) == 0.3 && head(60) == 0.3 && head(80) == 0.4)
    #expect(head(1) == 0.2 && head(1000) == 0.4)
  }

  @Test func `the large data sets are there as constants`() throws {
    let presets = MiSLASTraining.presets
    #expect(presets.count == 9)
    let large = presets.filter { $0.network != "resnet32" }
    #expect(large.map(\.dataset) == ["ImageNet-LT", "iNaturalist 2018", "Places-LT"])
    #expect(large.map { $0.stages[0].epochs } == [180, 200, 90])
    #expect(large.map { $0.stages[0].optimizer.settings.weightDecay } == [5e-4, 1e-4, 5e-4])
    #expect(large.map { $0.stages[1].optimizer.settings.weightDecay } == [5e-4, 1e-4, 5e-4])
    for preset in large {
      #expect(preset.batchSize == 256)
      #expect(
        preset.stages.map { $0.augmentations.map(\.name) } == [
          ["random-resized-crop", "horizontal-flip", "color-jitter"],
          ["random-resized-crop", "horizontal-flip", "color-jitter"],
        ])
      #expect((preset.stages[0].mixing?.mixing as? Mixup)?.alpha == 0.2)
      #expect(preset.stages[0].schedule.name == "cosine")
      #expect(preset.stages[1].batchNorm == .follow)
      #expect(preset.stages[1].parameterRules.first?.rateFactor == 0.05)
    }
    let smoothing = large.map { $0.stages[1].loss.objective as? LabelAwareSmoothing }
    #expect(smoothing.map { $0?.head } == [0.3, 0.3, 0.4])
    #expect(smoothing.map { $0?.tail } == [0, 0, 0.1])
  }

  @Test(arguments: Methods.names) func `every preset's stages are valid`(_ name: String) throws {
    for preset in type(of: try Methods.method(named: name)).presets {
      let recipe = Recipe(
        method: name, data: DataSettings(source: "cifar100:data"),
        plan: Plan(
          model: ModelSettings(), stages: preset.stages, batchSize: preset.batchSize),
        selection: .last)
      #expect(throws: Never.self) { try recipe.validate() }
    }
  }

  /// Zhong et al., CVPR 2021: the ranges of the authors' configurations, as sizes.
  @Test func `groups are the authors'`() {
    let groups = MiSLASTraining.presets.map {
      [$0.groups?.many, $0.groups?.medium, $0.groups?.few]
    }
    let cifar10 = [3, 4, 3]
    let cifar100 = [36, 35, 29]
    #expect(
      groups == [cifar10, cifar10, cifar10, cifar100, cifar100, cifar100]
        + [[390, 445, 165], [842, 3701, 3599], [131, 157, 77]])
  }

  @Test(arguments: ["cross-entropy", "mixup", "crt", "lws", "tau-norm", "ncm", "mislas"])
  func `the family has presets for the data of its tables`(_ name: String) throws {
    let method = type(of: try Methods.method(named: name))
    let presets = method.presets
    #expect(
      presets.map(\.dataset) == [String](repeating: "CIFAR-10-LT", count: 3)
        + [String](repeating: "CIFAR-100-LT", count: 3)
        + ["ImageNet-LT", "iNaturalist 2018", "Places-LT"])
    #expect(presets.map(\.imbalanceFactor) == [10, 50, 100, 10, 50, 100, nil, nil, nil])
    #expect(presets.map(\.groups?.classes) == [10, 10, 10, 100, 100, 100, 1000, 8142, 365])
    let mixes = name == "mislas" || name == "mixup"
    for preset in presets.suffix(3) {
      #expect(preset.stages.count == (["cross-entropy", "mixup"].contains(name) ? 1 : 2))
      #expect(((preset.stages[0].mixing?.mixing as? Mixup)?.alpha == 0.2) == mixes)
      // What stage 2 adds or replaces is nothing that stage 1 trains.
      #expect(!preset.stages[0].trains("classifier.scale") || !["lws", "mislas"].contains(name))
    }
  }

  /// classifier-balancing, config/*/cls_crt.yaml and cls_lws.yaml.
  @Test func `cRT and LWS have their authors' settings on the large sets`() {
    func rates(_ presets: [PublishedPreset]) -> [[Double]] {
      presets.suffix(3).map { preset in
        let optimizer = preset.stages[1].optimizer.settings as? SGDSettings
        return [
          Double(preset.batchSize), Double(preset.stages[1].epochs), optimizer?.learningRate ?? 0,
          optimizer?.weightDecay ?? 0,
        ]
      }
    }
    #expect(
      rates(ClassifierRetraining.presets)
        == [[512, 10, 0.2, 5e-4], [512, 30, 0.2, 1e-4], [256, 10, 0.1, 5e-4]])
    #expect(
      rates(LearnableWeightScaling.presets)
        == [[512, 5, 0.2, 5e-4], [512, 5, 0.2, 1e-4], [256, 5, 0.1, 5e-4]])
    #expect(ClassifierRetraining.presets.last?.stages[1].reinitializes == ["classifier"])
    #expect(LearnableWeightScaling.presets.last?.stages[1].trains == ["classifier.scale"])
  }

  /// Where the papers and their code differ.
  @Test func `published figures stand beside the method`() throws {
    let row = try #require(
      MiSLASTraining.results.first { $0.dataset == "cifar100" && $0.imbalanceFactor == 100 })
    #expect(abs(row.accuracy - 0.470) < 1e-12)
    #expect(abs(try #require(row.calibrationError) - 0.0483) < 1e-12)
    let plain = try #require(
      CrossEntropyTraining.results.first { $0.dataset == "cifar10" && $0.imbalanceFactor == 50 })
    #expect(abs(plain.accuracy - 0.748) < 1e-12 && plain.calibrationError == nil)
  }
}
