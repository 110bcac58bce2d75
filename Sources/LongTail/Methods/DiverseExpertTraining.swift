/// Three experts for three test distributions.
public struct DiverseExpertTraining: Method {
  public static let name = "sade"
  public static let summary =
    "three experts for the training prior, a uniform one, and a reversed one"
  public static let citation =
    "Zhang, Hooi, Hong, Feng: Self-Supervised Aggregation of Diverse Experts for Test-Agnostic Long-Tailed "
    + "Recognition, NeurIPS 2022"
  public static let differences = [
    "Weights of the experts: a run answers with the mean of all three, as in the paper's rows for a uniform test set; "
      + "--learn-expert-weights of evaluate and predict learns them on unlabelled samples, and prediction.expertWeights "
      + "sets them.",
    "log π: the code adds 1e-9 inside the logarithm, which changes nothing that can be measured.",
    "Losses are summed over the experts in the code; so they are here.",
    "Figures: the authors' repository has 49.8 for CIFAR-100-LT; others print 52.2 with stronger augmentation and "
      + "400 epochs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = Experts.plan(for: task, loss: DiverseDistributions())
    guard case .picture = task.input else { return plan }
    plan.model.backbone = Chosen(ResNet32(widths: ResNet32.reducedWidths))
    return plan
  }

  public static var presets: [PublishedPreset] {
    let stage = Experts.cifarStage(
      epochs: 200, loss: DiverseDistributions(), schedule: StepSchedule())
    let imageNet = Experts.largeStage(
      epochs: 180, adding: [ColorJitter()], loss: DiverseDistributions(),
      optimizer: SGDSettings(learningRate: 0.025, nesterov: true, weightDecay: 5e-4),
      schedule: CosineSchedule())
    let naturalist = Experts.largeStage(
      epochs: 100, loss: DiverseDistributions(strength: 1),
      optimizer: SGDSettings(learningRate: 0.2, nesterov: true, weightDecay: 2e-4),
      schedule: StepSchedule(milestones: [60, 80]))
    let widths = ResNeXt50.reducedWidths.map(String.init).joined(separator: ",")
    return [
      PublishedPreset(
        dataset: "CIFAR-100-LT", network: "resnet32",
        settings: ["model.backbone.widths=[16,24,48]"], batchSize: 128, stages: [stage]),
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnext50",
        settings: ["model.backbone.widths=[\(widths)]"],
        batchSize: 64, stages: [imageNet]),
      PublishedPreset(
        dataset: "iNaturalist 2018", network: "resnet50",
        settings: ["model.backbone.widths=[\(widths)]"],
        batchSize: 512, stages: [naturalist]),
      .placesExperts(batchSize: 128, loss: DiverseDistributions(strength: 1)),
    ]
  }

  public static let results =
    PublishedResult.cifar100(
      [(100, 49.8)], epochs: [200], source: "Zhang et al. 2022, repository")
    + PublishedResult.cifar100(
      [(10, 65.3), (50, 57.3), (100, 52.2)], epochs: [400],
      source: "Aimar et al. 2023, table of accuracy")
}
