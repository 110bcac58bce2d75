/// Features under strong weight decay, then a classifier with labels that are smoothed almost away.
public struct OverSmoothingTraining: Method {
  public static let name = "los"
  public static let summary = "strong weight decay; then a classifier with over-smoothed labels"
  public static let citation =
    "Sun et al.: Rethinking Classifier Re-Training in Long-Tailed Recognition: Label Over-Smooth Can "
    + "Balance, ICLR 2025"
  public static let differences = [
    "Batch norm: the paper freezes the backbone; the code freezes its parameters only, so statistics go on "
      + "following the batches. This is the code's; stages.1.batchNorm=frozen is the paper's.",
    "Probabilities are near-uniform by design: they mean something after calibration alone.",
    "Network: the authors' is a ResNet-34 for small pictures, which has 21 million parameters; this is the "
      + "field's ResNet-32 with 0.46 million, for which the decay may be too strong.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = TwoStage.plan(
      for: task, mixing: nil, classifier: LinearClassifier(), second: Self.second)
    guard case .picture = task.input else { return plan }
    plan.batchSize = 64
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.01, weightDecay: 5e-3))
    plan.stages[0].schedule = Chosen(CosineSchedule())
    return plan
  }

  private static var second: Stage {
    Stage(
      name: "classifier", epochs: 20, trains: ["classifier"], batchNorm: .follow,
      loss: LabelSmoothing(strength: 0.98),
      optimizer: SGDSettings(learningRate: 5e-4, weightDecay: 0), schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(Self(), lacks: ["the authors' ResNet-34 for small pictures"])
  }
}
