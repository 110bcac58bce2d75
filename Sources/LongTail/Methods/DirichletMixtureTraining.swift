/// Three experts against class priors that are drawn around three others.
public struct DirichletMixtureTraining: Method {
  public static let name = "dirmixe"
  public static let summary =
    "three experts against class priors that are drawn around three others"
  public static let citation =
    "Yang, Xu, Wang, Li, Han, Bao, Cao, Huang: Harnessing Hierarchical Label Distribution Variations in Test Agnostic "
    + "Long-tail Recognition, ICML 2024"
  public static let differences = [
    "Draws of an epoch are made once and shuffled for each epoch, as in the code; their numbers are ours.",
    "Weights of the experts: a run answers with the mean of all three; the authors learn weights on the test samples: "
      + "--learn-expert-weights of evaluate and predict.",
    "iNaturalist: the authors' settings name a distribution that their loss refuses; none are here.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isSmall = task.classes <= 10
    var loss = DirichletMixture(variance: isSmall ? 15 : 5)
    // As late as in 200 epochs.
    if case .features = task.input { loss.varianceFrom = 40 }
    var plan = Experts.plan(for: task, loss: DiverseDistributions())
    plan.stages[0].loss = Chosen(loss)
    guard case .picture = task.input else { return plan }
    plan.model.backbone = Chosen(ResNet32(widths: ResNet32.reducedWidths))
    plan.stages[0].optimizer = Chosen(
      SGDSettings(nesterov: true, weightDecay: isSmall ? 5e-4 : 1e-3))
    return plan
  }

  public static var presets: [PublishedPreset] {
    var large = Experts.largeStage(
      epochs: 180, adding: [ColorJitter()], loss: DiverseDistributions(),
      optimizer: SGDSettings(learningRate: 0.025, nesterov: true, weightDecay: 7e-4),
      schedule: CosineSchedule())
    large.loss = Chosen(DirichletMixture(power: 1.6, variance: 1, varianceFrom: 144))
    let widths = ResNeXt50.reducedWidths.map(String.init).joined(separator: ",")
    return PublishedPreset.cifar(Self()) + [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnext50",
        settings: ["model.backbone.widths=[\(widths)]"], batchSize: 64, stages: [large])
    ]
  }
}
