/// Whole networks that learn together: from all classes, from the hardest ones, and from each other.
public struct NestedCollaborativeTraining: Method {
  public static let name = "ncl"
  public static let summary =
    "three networks that learn from all classes, the hardest ones, and each other"
  public static let citation =
    "Li, Tan, Wan, Lei, Guo: Nested Collaborative Learning for Long-Tailed Visual Recognition, CVPR 2022"
  public static let differences = [
    "Classes that are not hard: the paper leaves them out, the code sets their logits to 0 and keeps them in the "
      + "softmax. This is the code's; stages.0.loss.form=published is the paper's.",
    "Contrast of instances in each network, on CIFAR and Places: without it, set stages.0.additionalLosses=[], "
      + "stages.0.companions=[] and stages.0.views=[]. The keys' heads begin as the network's own do and stay so, in the code "
      + "they begin at random; the copy moves before keys are made, in the code after; the queue begins empty.",
    "Divergences: the code adds 1e-9 to probabilities before their logarithm, which changes nothing that can be "
      + "measured.",
    "One network of the three (NCL with S in the tables) answers with prediction.expertWeights=[1,0,0]; the authors "
      + "take the best of the three on the test set.",
    "Batches on large pictures: the code has 64 of ImageNet-LT and 32 of iNaturalist on each card, and does not say on how "
      + "many; 256 is for four and eight.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: NestedCollaboration())
    plan.model.experts = 3
    plan.model.sharedParts = 0
    guard case .picture = task.input else { return plan }
    plan.batchSize = 64
    plan.stages[0].epochs = 400
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [320, 360]))
    plan.stages[0].views = [ContrastiveViews.compared(task)]
    plan.stages[0].companions = [Chosen(MomentumCopy())]
    plan.stages[0].additionalLosses = [Chosen(InstanceContrast())]
    return plan
  }

  public static var presets: [PublishedPreset] {
    func large(_ dataset: String, epochs: Int, scale: Int) -> PublishedPreset {
      PublishedPreset(
        dataset: dataset, network: "resnet50",
        settings: [
          "model.classifier={name: cosine, scale: \(scale)}", "model.experts=3",
          "model.sharedParts=0",
        ], batchSize: 256,
        stages: [
          Experts.largeStage(
            epochs: epochs, adding: ContrastiveViews.largeClassified(),
            loss: NestedCollaboration(), optimizer: SGDSettings(learningRate: 0.2),
            schedule: CosineSchedule())
        ], lacks: ["a bias behind the cosine classifier"])
    }
    return PublishedPreset.cifar(Self(), classes: [100]) + [
      large("ImageNet-LT", epochs: 200, scale: 16),
      large("iNaturalist 2018", epochs: 400, scale: 32),
    ]
  }

  /// Three networks, with contrast.
  public static let results = PublishedResult.cifar100([(100, 54.2), (50, 58.2)], epochs: [400])
}
