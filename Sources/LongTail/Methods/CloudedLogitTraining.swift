/// Cosines with more noise for rarer classes, then a classifier on balanced batches.
public struct CloudedLogitTraining: Method {
  public static let name = "gcl"
  public static let summary =
    "cosines with more noise for rarer classes; then a balanced classifier"
  public static let citation =
    "Li, Cheung, Lu: Long-tailed Visual Recognition via Gaussian Clouded Logit Adjustment, CVPR 2022"
  public static let differences = [
    "Noise: the paper clouds the label's logit, the code those of all classes. This is the code's.",
    "Angles: the authors' later form, which turns features away, is stages.0.loss.form=angle.",
    "Answers: the code's are cosines without their scale, whose softmax is nearly uniform; here they carry "
      + "stage 2's, 20 (15 on Places-LT).",
    "Stage 2 samples: the code draws with replacement; here each class's pictures come in turns.",
    "CIFAR-100: the authors released settings of CIFAR-10 and Places alone; these are CIFAR-10's.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(
      for: task, loss: GaussianCloudedLogits(scale: 30), mixing: Mixup(alpha: 1))
    plan.model.classifier = Chosen(CosineClassifier(scale: 20))
    plan.stages[0].name = "features"
    if case .picture = task.input { plan.batchSize = 64 }
    var second = Self.second
    second.augmentations = plan.stages[0].augmentations
    plan.stages.append(second)
    return plan
  }

  private static var second: Stage {
    Stage(
      name: "classifier", epochs: 30, trains: ["classifier"], batchNorm: .frozen,
      sampler: ClassBalanced(), mixing: Mixup(alpha: 1),
      loss: GaussianCloudedLogits(scale: 20, margin: 0.1, exponent: 1),
      optimizer: SGDSettings(learningRate: 0.002), schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) + [places] }

  /// The authors' scripts for Places-LT: their rates fall in steps, and stage 2's by 10 and then by 100.
  private static var places: PublishedPreset {
    let optimizer = SGDSettings(learningRate: 0.2, weightDecay: 5e-4)
    var second = second
    second.loss = Chosen(GaussianCloudedLogits(scale: 15, margin: 0.1, noise: 1, exponent: 1))
    second.optimizer = Chosen(SGDSettings(learningRate: 0.1, weightDecay: 5e-4))
    second.schedule = Chosen(StepSchedule(milestones: [10, 20, 20], warmup: 0))
    var stages = TwoStage.largeStages(
      epochs: 90, optimizer: optimizer, adding: [], mixing: Mixup(alpha: 0.2),
      followedBy: [second])
    stages[0].loss = Chosen(GaussianCloudedLogits(scale: 30, noise: 1))
    stages[0].schedule = Chosen(StepSchedule(milestones: [60, 80]))
    return PublishedPreset(
      dataset: "Places-LT", network: ResNet152.name, settings: ["model.classifier.scale=15"],
      batchSize: 512, stages: stages, lacks: CalibrationStudy.places.lacks)
  }

  public static let results = PublishedResult.cifar100(
    [(100, 48.7), (50, 53.6)], epochs: [200, 30])
}
