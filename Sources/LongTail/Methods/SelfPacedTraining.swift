/// Experts on frequent, medium and rare classes, then a student of all of them that begins with what is easy.
public struct SelfPacedTraining: Method {
  public static let name = "lfme"
  public static let summary =
    "experts on groups of classes, then a student that learns from each as long as it knows more"
  public static let citation =
    "Xiang, Ding, Han: Learning From Multiple Experts: Self-paced Knowledge Distillation for Long-tailed "
    + "Classification, ECCV 2020"
  public static let differences = [
    "Curriculum: the paper weighs a sample's loss, the code multiplies its logits, by a number that goes on growing in "
      + "the second half of the stage. This is the code's; stages.3.loss.form=published is the paper's.",
    "Groups: the authors' are of classes with 100 samples or more, of 20 or fewer, and those between; here they are shares "
      + "of all classes by their counts, which make the same groups on ImageNet-LT and on CIFAR-100-LT with an imbalance "
      + "factor of 100.",
    "Experts: each has a classifier of its own classes alone in the code; here it has all classes, sees samples of its own, "
      + "and is compared with among these.",
    "Accuracies are those on the validation part, or on the training samples where there is none. How sure an expert is of "
      + "a sample is asked of the sample without augmentations.",
    "The experts stay in the network beside the student, which answers alone (prediction.expertWeights=[1,0,0,0]).",
    "CIFAR is in neither the paper nor the code: the stages are as on ImageNet-LT.",
    "OLTR with LFME, and Places-LT: the code has settings for a ResNet-10 on ImageNet-LT alone.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isPicture = if case .picture = task.input { true } else { false }
    var plan = SingleStage.plan(for: task, loss: CrossEntropy())
    plan.model.experts = 4
    plan.model.sharedParts = 0
    plan.prediction.expertWeights = [1, 0, 0, 0]
    let augmentations = plan.stages[0].augmentations
    plan.stages = Self.stages(
      bounds: Self.cifarBounds, epochs: isPicture ? (120, 90) : (40, 30)
    ).map { stage in
      var stage = stage
      stage.augmentations = augmentations
      return stage
    }
    return plan
  }

  /// 35, 35 and 30 of the 100 classes of CIFAR-100-LT with an imbalance factor of 100.
  private static let cifarBounds = [0.35, 0.7]

  private static func stages(
    bounds: [Double], epochs: (experts: Int, student: Int)
  ) -> [Stage] {
    let optimizer = SGDSettings(weightDecay: 5e-4)
    let names = ["frequent", "medium", "rare"]
    let experts = ClassRanks.groups(endingAt: bounds).enumerated().map { index, classes in
      Stage(
        name: names[index], epochs: epochs.experts, trains: ["experts.\(index + 1)"],
        classes: classes, batchSize: 128 >> index, loss: ExpertChoice(index + 1),
        optimizer: optimizer, schedule: CosineSchedule())
    }
    let student = Stage(
      name: "student", epochs: epochs.student, trains: ["experts.0"],
      sampler: TwoStage.classAware(batchSize: 256, extra: 0), batchSize: 256,
      loss: SelfPacedDistillation(bounds: bounds), optimizer: optimizer,
      schedule: StepSchedule(
        milestones: [epochs.student * 5 / 9, epochs.student * 8 / 9], warmup: 0))
    return experts + [student]
  }

  /// The authors' settings: a ResNet-10 on ImageNet-LT, whose groups have 391, 463 and 146 classes.
  public static var presets: [PublishedPreset] {
    let stages = stages(bounds: [0.391, 0.854], epochs: (120, 90)).map { stage in
      var stage = stage
      stage.augmentations = [
        Chosen(RandomResizedCrop()), Chosen(HorizontalFlip()), Chosen(ColorJitter()),
      ]
      return stage
    }
    return [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnet10", batchSize: 256, stages: stages,
        lacks: ["a linear layer of 512 numbers behind the pooling"])
    ]
  }
}
