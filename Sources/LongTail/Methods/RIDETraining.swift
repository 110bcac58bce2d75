/// Diverse experts of reduced width, then a router that asks no more of them than a sample needs.
public struct RIDETraining: Method {
  public static let name = "ride"
  public static let summary =
    "experts that are pushed apart, and a router that picks how many to ask"
  public static let citation =
    "Wang, Lian, Miao, Liu, Yu: Long-Tailed Recognition by Routing Diverse Distribution-Aware Experts, "
    + "ICLR 2021"
  public static let differences = [
    "Diversity: the paper repels every pair of experts; the code each expert from the softmax of their mean "
      + "logits, without a gradient through it. This is the code's; stages.0.loss.form=published is the "
      + "paper's, with its temperatures.",
    "Temperatures: the paper has β + 1 − max β, the code β / max β. They go with the diversity's form.",
    "Losses are summed over the experts in the code, which makes the steps larger; so they are here.",
    "Without diversity the code gives every expert the ensemble's loss instead of its own; this does not "
      + "(stages.0.loss.diversity=0).",
    "Distillation from a larger ensemble (--teacher RUN): the code counts its whole loss once for each expert "
      + "and warms up for 20 epochs; stages.0.loss.experts=sum and stages.0.schedule.warmup=20 are that.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "All experts are asked with prediction.routes=false, which is the paper's row without a router.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = Experts.plan(
      for: task, loss: DistributionAwareDiversity(),
      schedule: StepSchedule(milestones: [160, 180], decay: 0.01))
    if case .picture = task.input {
      plan.model.backbone = Chosen(ResNet32(widths: ResNet32.reducedWidths))
    } else {
      // As late as in 200 epochs.
      plan.stages[0].loss = Chosen(DistributionAwareDiversity(reweightsFrom: 40))
    }
    plan.model.router = RouterSettings(topLogits: min(30, task.classes))
    plan.prediction.routes = true
    plan.stages[0].name = "experts"
    plan.stages[0].fixed = ["router"]
    var second = Self.routerStage
    second.augmentations = plan.stages[0].augmentations
    plan.stages.append(second)
    return plan
  }

  /// Wang et al., ICLR 2021: five epochs of class-balanced batches of 512.
  private static var routerStage: Stage {
    Stage(
      name: "router", epochs: 5, trains: ["router"], batchNorm: .frozen, sampler: ClassBalanced(),
      batchSize: 512, loss: RoutingLoss(),
      optimizer: SGDSettings(learningRate: 0.01, nesterov: true, weightDecay: 5e-4),
      schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] {
    let task = TaskDescription(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      imbalanceFactor: 100)
    let plan = RIDETraining().plan(for: task)
    return [
      PublishedPreset(
        dataset: "CIFAR-100-LT", imbalanceFactor: 100, network: "resnet32",
        batchSize: plan.batchSize, stages: plan.stages),
      large(
        "ImageNet-LT", network: "resnet50", batchSize: 256, rate: 0.1, slope: 0.02,
        adding: [ColorJitter()]),
      large(
        "ImageNet-LT", network: "resnext50", batchSize: 256, rate: 0.1, slope: 0.02,
        adding: [ColorJitter()]),
      large(
        "iNaturalist 2018", network: "resnet50", batchSize: 512, rate: 0.2, slope: 0.015,
        adding: []),
    ]
  }

  /// Wang et al., ICLR 2021: 100 epochs, a tenth of the rate after 60 and 80, re-weighted from 80 on.
  private static func large(
    _ dataset: String, network: String, batchSize: Int, rate: Double, slope: Double,
    adding: [any Augmentation]
  ) -> PublishedPreset {
    var first = Experts.largeStage(
      epochs: 100, adding: adding,
      loss: DistributionAwareDiversity(
        diversity: 0.2, temperatureSlope: slope, reweightsFrom: 80),
      optimizer: SGDSettings(learningRate: rate, nesterov: true, weightDecay: 2e-4),
      schedule: StepSchedule(milestones: [60, 80]))
    first.name = "experts"
    first.fixed = ["router"]
    var second = routerStage
    second.augmentations = first.augmentations
    let widths = ResNet50.reducedWidths.map(String.init).joined(separator: ",")
    return PublishedPreset(
      dataset: dataset, network: network,
      settings: ["model.backbone.widths=[\(widths)]", "model.router.topLogits=50"],
      batchSize: batchSize, stages: [first, second])
  }

  /// The authors' model zoo: three experts with a router.
  public static let results = [
    PublishedResult(
      dataset: "cifar100", imbalanceFactor: 100, accuracy: 0.486, epochs: [200, 5],
      source: "authors' model zoo, three experts with router")
  ]
}
