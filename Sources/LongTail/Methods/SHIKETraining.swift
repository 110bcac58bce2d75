/// Experts that fuse features of different depths and teach each other, then new balanced classifiers.
public struct SHIKETraining: Method {
  public static let name = "shike"
  public static let summary =
    "experts of different depths that teach each other; then new classifiers by balanced softmax"
  public static let citation =
    "Jin, Li, Lu, Cheung, Wang: Long-Tailed Visual Recognition via Self-Heterogeneous Integration with "
    + "Knowledge Excavation, CVPR 2023"
  public static let differences = [
    "Selection: the authors' code takes the first images of each class, not a shuffled choice; "
      + "data.splitVariant=first is theirs.",
    "Weights of the divergences: the code's 10 and 1 are for means over batch and 100 classes; here they "
      + "are 0.1 and 0.01 for sums over classes, which is the same there and does not change with the "
      + "number of classes.",
    "Non-target distillation: in the paper the label takes no part; in the code it counts as −30 for the "
      + "experts and as 0 for the teacher. This is the code's; stages.0.loss.form=published is the "
      + "paper's.",
    "Experts' losses are summed in paper and code; so they are here.",
    "Stage 2: the code keeps the frozen layers in the optimizer, so that weight decay shrinks them, which "
      + "batch norm undoes; here they stay. Its second classifiers are made at the start and wait; here "
      + "they are drawn when stage 2 begins.",
    "Batch norm goes on following the batches in stage 2 of the code, as here; "
      + "stages.1.batchNorm=frozen stops it.",
    "The authors' runs are in mixed half precision and report the best epoch on the test set.",
    "Only CIFAR-100-LT is in the authors' code; nothing is published for the rest.",
    "The paper's ablation (Table 4): model.depths=[] takes DKF away, stages.0.loss.nonTarget=0 and "
      + "stages.0.loss.mutual=0 the two distillations, model={experts: 1, depths: []} the experts; row by "
      + "row in Documentation/experts.md.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    switch task.input {
    case .picture: return Self.cifarPlan(augmentations: Self.augmentations(for: task))
    case .features:
      var plan = SingleStage.plan(for: task, loss: DynamicKnowledgeTransfer())
      plan.model.experts = 3
      plan.model.classifier = Chosen(CosineClassifier())
      plan.stages[0].name = "experts"
      plan.stages.append(Self.classifierStage)
      return plan
    }
  }

  /// Jin et al., CVPR 2023: 180 + 20 epochs, rates up to 0.15 and 0.1.
  private static func cifarPlan(augmentations: [Chosen<Augmentations>]) -> Plan {
    var first = Stage(
      name: "experts", epochs: 180, loss: DynamicKnowledgeTransfer(),
      optimizer: SGDSettings(learningRate: 0.15, weightDecay: 5e-4),
      schedule: CosineSchedule(warmup: 5))
    first.augmentations = augmentations
    var second = classifierStage
    second.augmentations = augmentations
    return Plan(
      model: ModelSettings(
        backbone: ResNet32(shortcut: .projection), classifier: CosineClassifier(), experts: 3,
        sharedParts: 2, depths: [1, 2]),
      stages: [first, second])
  }

  private static var classifierStage: Stage {
    Stage(
      name: "classifiers", epochs: 20, trains: ["classifier"], reinitializes: ["classifier"],
      batchNorm: .follow, loss: BalancedSoftmax(experts: .sum),
      optimizer: SGDSettings(weightDecay: 5e-4),
      schedule: CosineSchedule(warmup: 5, start: 0.25))
  }

  /// Colours and mirrors are for CIFAR-like pictures.
  private static func augmentations(for task: TaskDescription) -> [Chosen<Augmentations>] {
    SingleStage.flips(task.dataset)
      ? Experts.strongAugmentations(automatic: true, cutout: true)
      : [Chosen(RandomCrop())]
  }

  public static var presets: [PublishedPreset] {
    let plan = cifarPlan(
      augmentations: Experts.strongAugmentations(automatic: true, cutout: true))
    return [100.0, 50].map {
      PublishedPreset(
        dataset: "CIFAR-100-LT", imbalanceFactor: $0, network: "resnet32",
        batchSize: plan.batchSize, stages: plan.stages)
    }
  }

  public static let results = [(100.0, 0.563), (50, 0.598)].map { factor, accuracy in
    PublishedResult(
      dataset: "cifar100", imbalanceFactor: factor, accuracy: accuracy, epochs: [180, 20],
      source: "Jin et al. 2023, Table 1, three experts")
  }
}
