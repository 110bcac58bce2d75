/// Features by labels and contrast, balanced answers of them, and a network that learns from both labels and these answers.
public struct SelfSupervisedDistillation: Method {
  public static let name = "ssd"
  public static let summary =
    "labels and contrast, a scale for each class, then a new network that learns from labels and these answers"
  public static let citation =
    "Li, Wang, Wu: Self Supervision to Distillation for Long-Tailed Visual Recognition, ICCV 2021"
  public static let differences = [
    "Teacher: the code's stays in training mode within the student's, and so normalises by its batches; here it is as in "
      + "inference.",
    "Answers: the head that learns from the teacher answers (prediction.expertWeights=[1,0]), which the repository says is "
      + "the better one; the other one learns from labels.",
    "Stage 4 is stage 2 for the student, which the published figure has; three stages make the repository's.",
    "Contrast: the slow copy moves before keys are made, in the code after; the queue begins empty.",
    "Batch norm goes on following the batches in the stages that learn scales, as in lws.",
    "CIFAR: its settings are not the authors', but those of ImageNet-LT, with a queue of as many whole batches as there are "
      + "of CIFAR-100-LT.",
    "Features that are given have no views to compare: there stage 1 learns from labels alone.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: CrossEntropy())
    let augmentations = plan.stages[0].augmentations
    plan.model.experts = 2
    plan.model.sharedParts = plan.model.backbone.backbone.blockCounts.count
    plan.model.classifier = Chosen(ScaledLinearClassifier())
    plan.prediction.expertWeights = [1, 0]
    if case .picture = task.input {
      plan.batchSize = 256
      plan.stages = Self.stages(
        epochs: 135, augmentations: augmentations, view: ContrastiveViews.compared(task),
        queue: 10_752)
    } else {
      plan.stages = Self.stages(epochs: 50, augmentations: [], view: nil, queue: 0)
    }
    return plan
  }

  private static let scale = ["classifier.scale"]

  /// - Parameters:
  ///   - epochs: of the stages that train a network.
  ///   - augmentations: of the view that is classified.
  ///   - view: that is compared; without one there is no contrast.
  ///   - queue: keys that are remembered.
  /// - Returns: all four.
  private static func stages(
    epochs: Int, augmentations: [Chosen<Augmentations>], view: View?, queue: Int
  ) -> [Stage] {
    let optimizer = SGDSettings(weightDecay: 5e-4)
    var first = Stage(
      name: "features", epochs: epochs, fixed: scale + ["experts.1"], loss: ExpertChoice(0),
      optimizer: optimizer, schedule: CosineSchedule())
    if let view {
      first.views = [view]
      first.companions = [Chosen(MomentumCopy())]
      first.additionalLosses = [
        Chosen(
          InstanceContrast(
            dimension: 128, queue: queue, movesHeads: true, expert: 0, skipsOwnClass: true))
      ]
    }
    let student = Stage(
      name: "student", epochs: epochs, fixed: scale, reinitializes: [Stage.everything],
      loss: FormerDistillation(hard: 1, soft: 0), companions: [InitialCopy()],
      optimizer: optimizer, schedule: CosineSchedule())
    return [first, scales("scales"), student, scales("scales again")].map { stage in
      var stage = stage
      stage.augmentations = augmentations
      return stage
    }
  }

  private static func scales(_ name: String) -> Stage {
    Stage(
      name: name, epochs: 5, trains: ["experts.0.classifier.scale"], batchNorm: .follow,
      sampler: ClassAware(samplesPerClass: 2, epochLength: .batches(size: 512, extra: 0)),
      batchSize: 512, loss: ExpertChoice(0),
      optimizer: SGDSettings(learningRate: 0.2, weightDecay: 5e-4), schedule: CosineSchedule())
  }

  /// The authors' settings for ImageNet-LT.
  public static var presets: [PublishedPreset] {
    [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnext50", settings: ["model.sharedParts=4"],
        batchSize: 256,
        stages: stages(
          epochs: 135,
          augmentations: [
            Chosen(RandomResizedCrop()), Chosen(HorizontalFlip()), Chosen(ColorJitter()),
          ], view: ContrastiveViews.small, queue: 115_712))
    ]
  }
}
