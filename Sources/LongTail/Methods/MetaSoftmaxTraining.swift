/// Plain features, then a classifier by balanced softmax on samples whose classes' rates are learned.
public struct MetaSoftmaxTraining: Method {
  public static let name = "balms"
  public static let summary =
    "plain features, then balanced softmax on samples that a meta sampler draws"
  public static let citation =
    "Ren, Yu, Sheng, Ma, Zhao, Yi, Li: Balanced Meta-Softmax for Long-Tailed Visual Recognition, NeurIPS 2020"
  public static let differences = [
    "Length: the code counts steps, 13,000 and 2,000 of 512 samples on CIFAR; this has the epochs that these make on "
      + "CIFAR-100-LT with an imbalance factor of 100.",
    "Features: the code's batch norm sees the step's samples twice, for the look ahead and for the step, and so follows "
      + "them twice; here they go through the network once.",
    "Balanced batches: the code takes them from the training set on CIFAR, from the validation set elsewhere, and larger "
      + "than the step's on ImageNet-LT. Here they are of the training set, and as large.",
    "ImageNet-LT: the code's settings are for a ResNet-10 alone.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isPicture = if case .picture = task.input { true } else { false }
    var plan = TwoStage.plan(
      for: task, mixing: nil, classifier: LinearClassifier(),
      second: Self.second(
        epochs: isPicture ? 95 : 10, loss: MetaSampling(),
        optimizer: SGDSettings(weightDecay: 5e-4)))
    guard isPicture else { return plan }
    plan.batchSize = 512
    plan.stages[0].epochs = 619
    plan.stages[0].optimizer = Chosen(SGDSettings(weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(CosineSchedule(warmup: 38, start: 0.5))
    for index in plan.stages.indices {
      plan.stages[index].augmentations = ContrastiveViews.classified(task)
    }
    return plan
  }

  private static func second(
    epochs: Int, loss: MetaSampling, optimizer: SGDSettings
  ) -> Stage {
    Stage(
      name: "classifier", epochs: epochs, trains: ["classifier"], batchNorm: .follow,
      streams: [Stream(ClassAware(samplesPerClass: 4))], loss: loss, optimizer: optimizer,
      schedule: CosineSchedule())
  }

  /// Stage 2 is the authors' for Places-LT; its features are those of the decoupling study, whose stage 1 it takes as well.
  private static var places: PublishedPreset {
    var study = DecouplingStudy.places
    study.lacks.append("balanced batches of 512 samples of the validation set")
    return study.preset(
      second: second(
        epochs: 10, loss: MetaSampling(rate: 0.001, power: 0.3),
        optimizer: SGDSettings(learningRate: 0.02, weightDecay: 5e-4)))
  }

  /// The authors' configurations: CIFAR, a ResNet-10 on ImageNet-LT, and a ResNet-152 on Places-LT.
  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(Self())
      + [
        PublishedPreset(
          dataset: "ImageNet-LT", network: "resnet10", batchSize: 512,
          stages: TwoStage.largeStages(
            epochs: 90, optimizer: SGDSettings(learningRate: 0.2, weightDecay: 5e-4),
            adding: [ColorJitter()], mixing: nil,
            followedBy: [
              second(
                epochs: 20, loss: MetaSampling(rate: 0.001, power: 0.1),
                optimizer: SGDSettings(learningRate: 0.5, weightDecay: 5e-4))
            ]),
          lacks: ["balanced batches of 1,024 samples of the validation set"]),
        places,
      ]
  }

  public static let results = PublishedResult.cifar100([(100, 50.7)], epochs: [619, 95])
}
