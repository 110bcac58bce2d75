/// Supervised contrast with learnable centres of the classes, keys of a slow copy, and a queue of them.
public struct ParametricContrastiveTraining: Method {
  public static let name = "paco"
  public static let summary =
    "contrast with learnable centres of the classes and the keys of a slow copy"
  public static let citation =
    "Cui, Zhong, Liu, Yu, Jia: Parametric Contrastive Learning, ICCV 2021"
  static let common = [
    "Queue: the code begins it with random keys of random labels, here it begins empty; the last batch of an epoch, "
      + "which the code drops, goes in too.",
    "log π: the code adds 1e-9 inside the logarithm and 1e-12 to the softmax's sum, which changes nothing that can "
      + "be measured.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Features: both views are the same there.",
  ]
  public static let differences =
    common + [
      "Keys: the code shuffles their batch over devices, for the sake of batch norm; one device has nothing to shuffle.",
      "Rates on CIFAR: the code's warm-up goes on for an epoch beyond the rate that follows it; here it does not.",
    ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    Self.plan(
      for: task,
      loss: ParametricContrast(alpha: 0.01, temperature: 0.05, dimension: 32, queue: 1024))
  }

  /// Cui et al., the authors' scripts for CIFAR-100-LT: 400 epochs, rate 0.05, decay 5e-4.
  static func plan(for task: TaskDescription, loss: ParametricContrast) -> Plan {
    var plan = SingleStage.plan(for: task, loss: loss)
    plan.stages[0].companions = loss.companions.isEmpty ? [] : [Chosen(MomentumCopy())]
    guard case .picture = task.input else {
      plan.stages[0].views = [View()]
      return plan
    }
    plan.stages[0].epochs = 400
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    plan.stages[0].views = [ContrastiveViews.compared(task)]
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.05, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [321, 361], warmup: 10))
    return plan
  }

  /// A stage of 400 epochs on the large data sets.
  static func large(
    _ dataset: String, network: String, rate: Double, weightDecay: Double = 5e-4,
    loss: ParametricContrast, operations: Int = 2, isStacked: Bool = false,
    view: View = ContrastiveViews.large
  ) -> PublishedPreset {
    var stage = Experts.largeStage(
      epochs: 400,
      adding: ContrastiveViews.largeClassified(operations: operations, isStacked: isStacked),
      loss: CrossEntropy(),
      optimizer: SGDSettings(learningRate: rate, weightDecay: weightDecay),
      schedule: CosineSchedule(warmup: 10))
    stage.loss = Chosen(loss)
    stage.views = [view]
    stage.companions = loss.companions.isEmpty ? [] : [Chosen(MomentumCopy())]
    return PublishedPreset(
      dataset: dataset, network: network, batchSize: 128, stages: [stage])
  }

  /// A ResNet-152 on Places-LT (the authors' scripts): 30 epochs, both views alike.
  static func places(_ loss: ParametricContrast) -> PublishedPreset {
    let stage = Stage(
      epochs: 30, augmentations: ContrastiveViews.places.augmentations.map(\.augmentation),
      views: [ContrastiveViews.places], loss: loss,
      companions: loss.companions.isEmpty ? [] : [MomentumCopy()],
      optimizer: SGDSettings(learningRate: 0.02, weightDecay: 5e-4),
      // The code reaches the whole rate after five epochs, and its cosine begins there.
      schedule: CosineSchedule(warmup: 4))
    return PublishedPreset(
      dataset: "Places-LT", network: ResNet152.name, batchSize: 128, stages: [stage],
      groups: PublishedPreset.placesGroups,
      lacks: [
        "weights trained on ImageNet to begin with, of whose convolutions those of the last block alone are tuned",
        "training in half precision",
      ])
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(Self(), classes: [100]) + [
      large("ImageNet-LT", network: "resnet50", rate: 0.02, loss: ParametricContrast()),
      large(
        "ImageNet-LT", network: "resnext50", rate: 0.02,
        loss: ParametricContrast(temperature: 0.07), isStacked: true),
      large(
        "iNaturalist 2018", network: "resnet50", rate: 0.02, weightDecay: 1e-4,
        loss: ParametricContrast()),
      places(ParametricContrast()),
    ]
  }

  public static let results =
    PublishedResult.cifar100([(100, 51.9), (50, 56.0)], epochs: [400])
    + PublishedResult.cifar100(
      [(10, 64.2)], epochs: [400], source: "Aimar et al. 2023, table of accuracy")
}
