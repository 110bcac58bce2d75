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
    "Contrast: on CIFAR and Places the authors add a momentum contrast of instances to each network, which this does "
      + "not have; their settings without it are these.",
    "Divergences: the code adds 1e-9 to probabilities before their logarithm, which changes nothing that can be "
      + "measured.",
    "One network of the three (NCL with S in the tables) answers with prediction.expertWeights=[1,0,0]; the authors "
      + "take the best of the three on the test set.",
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
    return plan
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(
      Self(), classes: [100], lacks: ["the momentum contrast of each network"])
  }

  /// Three networks, with contrast.
  public static let results = PublishedResult.cifar100([(100, 54.2), (50, 58.2)], epochs: [400])
}
