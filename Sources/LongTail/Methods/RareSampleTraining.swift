/// Margins for rare classes, and in the end samples of them that are made within the network.
public struct RareSampleTraining: Method {
  public static let name = "rsg"
  public static let summary =
    "margins for rare classes, and samples of them made of how frequent ones vary"
  public static let citation =
    "Wang, Lukasiewicz, Hu, Cai, Xu: RSG: A Simple but Effective Module for Learning Imbalanced Datasets, CVPR 2021"
  public static let differences = [
    "Lengths and directions: the code takes norms and products on a view of the map that mixes channels and places, and "
      + "compares each product with 1, where the gradient is the cosine's; here they are of the channels at each place.",
    "Centres begin at 0, and all would stay alike where a sample is of all of them alike; so what assigns samples to them "
      + "begins at random here.",
    "What is made of a map is a constant but for the convolution that makes it and the rare sample that it is added to.",
    "Re-weighting: on ImageNet-LT and Places-LT the code's weights are all 1, although it says that they are deferred; so "
      + "they are in the presets. On CIFAR they are deferred as in ldam-drw.",
    "Answers: the code's are cosines without their scale, whose softmax is nearly uniform; here they carry it, so that "
      + "probabilities mean something.",
    "Features that are given have no map: there this is ldam-drw.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    guard case .picture = task.input else { return DeferredMarginTraining().plan(for: task) }
    var plan = DeferredStudy.plan(
      for: task, loss: RareSampleGeneration(from: 160), reweights: true)
    plan.model.classifier = Chosen(CosineClassifier())
    return plan
  }

  /// On CIFAR as `ldam-drw`; on large pictures the authors' settings, in whose second half samples are made.
  public static var presets: [PublishedPreset] {
    func margins(_ margin: Double, _ scale: Double, from epoch: Int) -> RareSampleGeneration {
      RareSampleGeneration(
        LabelDistributionAwareMargin(margin: margin, scale: scale, reweightsFrom: nil), from: epoch)
    }
    return PublishedPreset.cifar(Self()) + [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnext50", batchSize: 256,
        stages: [
          Experts.largeStage(
            epochs: 100, adding: [ColorJitter()], loss: margins(0.3, 30, from: 80),
            optimizer: SGDSettings(weightDecay: 2e-4),
            schedule: StepSchedule(milestones: [60, 80, 94]))
        ]),
      PublishedPreset(
        dataset: "Places-LT", network: "resnet152", settings: ["model.classifier.scale=50"],
        batchSize: 256,
        stages: [
          Experts.largeStage(
            epochs: 30, adding: [ColorJitter()], loss: margins(0.2, 50, from: 10),
            optimizer: SGDSettings(learningRate: 0.01, weightDecay: 1e-4),
            schedule: StepSchedule(milestones: [9, 19], warmup: 0))
        ], lacks: ["a backbone trained on ImageNet"]),
    ]
  }
}
