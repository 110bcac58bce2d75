/// Whole networks that learn together: from all classes, from the hardest ones, and from each other.
public struct NestedCollaborativeTraining: Method {
  public static let name = "ncl"
  public static let summary =
    "three networks that learn from all classes, the hardest ones, and each other"
  public static let citation =
    "Li, Tan, Wan, Lei, Guo: Nested Collaborative Learning for Long-Tailed Visual Recognition, CVPR 2022"
  public static let differences = [
    "Classes that are not hard: the paper leaves them out, the code sets their logits to 0 and keeps them in the "
      + "softmax. This is the code's; stages.0.loss.form=published is the paper's.",
    "Contrast of instances in each network, on CIFAR and Places: without it, set stages.0.additionalLosses=[], "
      + "stages.0.companions=[] and stages.0.views=[]. The copy and its heads of keys begin as the network does, "
      + "in the code at random; the copy moves before keys are made, in the code after; the queue begins empty.",
    "Schedule: the code's rate falls an epoch before those that its settings name, since it steps before the first "
      + "epoch, and rises from a third in its warm-up. Both are the recipe's.",
    "Divergences: the code adds 1e-9 to probabilities before their logarithm, which changes nothing that can be "
      + "measured.",
    "One network of the three (NCL with S in the tables) answers with prediction.expertWeights=[1,0,0]; the authors "
      + "take the best of the three on the test set.",
    "Batches on large pictures: the code counts those of one card; these are the sums that its page gives, 256 of "
      + "ImageNet-LT and Places-LT and 512 of iNaturalist.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: NestedCollaboration())
    plan.model.experts = 3
    plan.model.sharedParts = 0
    guard case .picture = task.input else { return plan }
    plan.batchSize = 64
    plan.stages[0].epochs = 400
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true))
    plan.stages[0].schedule = Chosen(Self.schedule(milestones: [320, 360]))
    plan.stages[0].views = [ContrastiveViews.compared(task)]
    plan.stages[0].companions = [Chosen(MomentumCopy())]
    plan.stages[0].additionalLosses = [Chosen(InstanceContrast())]
    return plan
  }

  /// The authors' rates for the milestones of their configuration, where the first epoch is 1.
  private static func schedule(milestones: [Int]) -> StepSchedule {
    StepSchedule(milestones: milestones.map { $0 - 1 }, warmup: 5, start: 1 / 3)
  }

  /// The authors' configuration of Places-LT: with contrast of instances, both views alike.
  private static var places: PublishedPreset {
    let stage = Stage(
      epochs: 30, augmentations: ContrastiveViews.places.augmentations.map(\.augmentation),
      views: [ContrastiveViews.places], loss: NestedCollaboration(),
      additionalLosses: [InstanceContrast(dimension: 1024, queue: 65_536)],
      companions: [MomentumCopy()], optimizer: SGDSettings(learningRate: 0.02, nesterov: true),
      schedule: schedule(milestones: [10, 20]))
    return PublishedPreset(
      dataset: "Places-LT", network: ResNet152.name,
      settings: [
        "model.classifier={name: cosine, scale: 16}", "model.experts=3", "model.sharedParts=0",
      ], batchSize: 256, stages: [stage], groups: PublishedPreset.placesGroups,
      lacks: ["a bias behind the cosine classifier", PublishedPreset.imageNetWeights])
  }

  public static var presets: [PublishedPreset] {
    func large(
      _ dataset: String, epochs: Int, scale: Int, batchSize: Int = 256
    ) -> PublishedPreset {
      PublishedPreset(
        dataset: dataset, network: "resnet50",
        settings: [
          "model.classifier={name: cosine, scale: \(scale)}", "model.experts=3",
          "model.sharedParts=0",
        ], batchSize: batchSize,
        stages: [
          Experts.largeStage(
            epochs: epochs, adding: ContrastiveViews.largeClassified(),
            loss: NestedCollaboration(), optimizer: SGDSettings(learningRate: 0.2),
            schedule: CosineSchedule())
        ], lacks: ["a bias behind the cosine classifier"])
    }
    return PublishedPreset.cifar(Self(), classes: [100]) + [
      large("ImageNet-LT", epochs: 200, scale: 16),
      large("iNaturalist 2018", epochs: 400, scale: 32, batchSize: 512), places,
    ]
  }

  /// Three networks, with contrast.
  public static let results = PublishedResult.cifar100([(100, 54.2), (50, 58.2)], epochs: [400])
}
