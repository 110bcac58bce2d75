/// Plain training, then attention, and features that a memory of class centroids enriches.
public struct OpenLongTailTraining: Method {
  public static let name = "oltr"
  public static let summary =
    "plain training, then attention and a memory of class centroids that enriches features"
  public static let citation =
    "Liu, Miao, Zhan, Wang, Gong, Yu: Large-Scale Long-Tailed Recognition in an Open World, CVPR 2019"
  public static let differences = [
    "Centroids: as in the code, the classifier reads them as constants, and their own loss moves them, by the rate of "
      + "the features and with its momentum and decay.",
    "Reach: the code multiplies features by 10 over the distance to the nearest centroid, which has no bound there; here "
      + "that distance is at least 1e-12.",
    "CIFAR is in neither the paper nor the code: stage 2 is here as long as on ImageNet-LT, and there is no layer "
      + "between pooling and classifier.",
    "Features that are given have no map to attend to: there the memory is alone.",
  ]

  public init() {}

  private static let memory = [
    "classifier.selector", "classifier.cosine", "classifier.centroids",
  ]

  public func plan(for task: TaskDescription) -> Plan {
    guard case .picture = task.input else {
      return TwoStage.plan(
        for: task, mixing: nil, classifier: MemoryClassifier(), fixed: Self.memory,
        second: Self.second(epochs: 20))
    }
    var plan = TwoStage.plan(
      for: task, mixing: nil, classifier: MemoryClassifier(),
      fixed: Self.memory + ["attention"], second: Self.second(epochs: 60))
    plan.model.backbone = Chosen(ModulatedBackbone())
    return plan
  }

  /// The features' rate is a tenth of the classifier's, and so is the centroids'.
  private static func second(epochs: Int) -> Stage {
    var stage = Stage(
      name: "memory", epochs: epochs,
      parameterRules: [
        ParameterRule("classifier", rateFactor: 10),
        ParameterRule("classifier.centroids", rateFactor: 1),
      ],
      sampler: TwoStage.classAware(extra: 0), additionalLosses: [DiscriminativeCentroids()],
      optimizer: SGDSettings(learningRate: 0.01, weightDecay: 5e-4),
      schedule: StepSchedule(milestones: [epochs / 3, 2 * epochs / 3], warmup: 0))
    stage.beginning = Chosen(ClassCentroids())
    return stage
  }

  /// The authors' configuration of Places-LT: features at a hundredth of the classifier's rate, and in stage 2 none but the
  /// attention and the layer behind it.
  private static var places: PublishedPreset {
    let steps = StepSchedule(milestones: [10, 20], warmup: 0)
    let rule = ParameterRule("classifier", rateFactor: 100)
    var second = second(epochs: 30)
    second.trains = ["attention", "fc_add", "classifier"]
    second.batchNorm = .follow
    second.parameterRules = [rule]
    second.optimizer = Chosen(SGDSettings(learningRate: 1e-4, weightDecay: 5e-4))
    second.schedule = Chosen(steps)
    var stages = TwoStage.largeStages(
      epochs: 30, optimizer: SGDSettings(learningRate: 0.001, weightDecay: 5e-4),
      adding: [ColorJitter()], mixing: nil, fixed: memory + ["attention"], followedBy: [second])
    stages[0].parameterRules.append(rule)
    stages[0].schedule = Chosen(steps)
    return PublishedPreset(
      dataset: "Places-LT", network: "modulated",
      settings: ["model.backbone.base=resnet152", "model.backbone.width=512"], batchSize: 128,
      stages: stages, groups: PublishedPreset.placesGroups,
      lacks: ["weights trained on ImageNet to begin with"])
  }

  /// The authors' configurations of ImageNet-LT and Places-LT.
  public static var presets: [PublishedPreset] {
    var stages = TwoStage.largeStages(
      epochs: 30, optimizer: SGDSettings(weightDecay: 5e-4), adding: [ColorJitter()],
      mixing: nil, fixed: memory + ["attention"], followedBy: [second(epochs: 60)])
    stages[0].schedule = Chosen(StepSchedule(milestones: [10, 20], warmup: 0))
    return [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "modulated",
        settings: ["model.backbone.base=resnet10", "model.backbone.width=512"], batchSize: 128,
        stages: stages),
      places,
    ]
  }
}
