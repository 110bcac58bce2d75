/// Mixed samples beside clean ones, a flat minimum and cosines; then samples that were sure count less.
public struct ReliableEstimationTraining: Method {
  public static let name = "sure"
  public static let summary =
    "mixed samples beside clean ones, flat minima, cosines; then sure samples count less"
  public static let citation =
    "Li, Chen, Yu, Chen, Shen: SURE: SUrvey REcipes for building reliable and robust deep networks, CVPR 2024"
  public static let differences = [
    "Ranking of confidences: part of the recipe in the paper, with a factor of 0 in the authors' settings for "
      + "long tails, and so not in this; stages.0.additionalLosses=[regmixup, correctness-ranking] adds it.",
    "Second gradient: the code draws mixed samples anew for it, and lets batch norm follow all four passes of a "
      + "step; here both gradients are of the same samples, and batch norm follows the first two passes.",
    "Stage 2's weights: the code leaves them out of the gradient that moves the network, so that they turn the "
      + "climb before it alone; here they are in both.",
    "Stage 2's confidences: the code takes them once, of one draw of the augmentations; here they are those of "
      + "the samples as each step shows them, by the same weights.",
    "Stage 2's rate: the code's falls by 2 % on a cosine of 200 epochs; here it stays.",
    "Classifier: the code's weights begin as a linear layer's, these as unit vectors; cosines see no difference "
      + "but in how fast they turn.",
    "Network: the authors' is four times as wide, model.backbone=resnet32-4x, as in the presets.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: CrossEntropy())
    plan.model.classifier = Chosen(CosineClassifier(scale: 8))
    let augmentations = plan.stages[0].augmentations
    var (first, second) = (Self.first, Self.second)
    (first.augmentations, second.augmentations) = (augmentations, augmentations)
    plan.stages = [first, second]
    return plan
  }

  /// Epochs after this share of the stage, 120 of 201, are averaged.
  private static let averagingStart = 0.6

  private static var first: Stage {
    Stage(
      name: "features", epochs: 201, additionalLosses: [RegMixup(alpha: 10, weight: 1)],
      hooks: [StochasticWeightAveraging(start: averagingStart)],
      optimizer: SharpnessAwareSettings(
        SGDSettings(learningRate: 0.1, weightDecay: 5e-4), radius: 0.05),
      schedule: AveragingSchedule(start: averagingStart, level: 0.5, transition: 10))
  }

  /// Statistics of batch norm go on following the batches; its scales and shifts stay.
  private static var second: Stage {
    Stage(
      name: "re-weighting", epochs: 21, batchNorm: .follow, loss: ConfidenceWeighting(),
      companions: [InitialCopy()],
      optimizer: SharpnessAwareSettings(
        SGDSettings(learningRate: 0.01, weightDecay: 5e-4), radius: 0.05),
      schedule: ConstantSchedule())
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(
      Self(), network: WideResNet32.name,
      lacks: ["the authors' mean and deviation of CIFAR-100's colours"])
  }

  /// With the second stage. The selections of pictures are the authors' own, unseeded.
  public static let results: [PublishedResult] = [
    ("cifar10", 100.0, 86.9), ("cifar10", 50.0, 90.2), ("cifar10", 10.0, 95.0),
    ("cifar100", 100.0, 57.3), ("cifar100", 50.0, 63.1), ("cifar100", 10.0, 73.2),
  ].map { dataset, factor, percent in
    PublishedResult(
      dataset: dataset, imbalanceFactor: factor, accuracy: percent / 100, epochs: [201, 21],
      source: "Li et al. 2024, the authors' table of CIFAR-LT, resnet32-4x")
  }
}
