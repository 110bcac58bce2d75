/// Features under strong weight decay, then a classifier with weighted classes and bounded weights.
public struct WeightBalancingTraining: Method {
  public static let name = "weight-balancing"
  public static let summary = "strong weight decay; then a class-balanced loss and bounded weights"
  public static let citation =
    "Alshammari, Wang, Ramanan, Kong: Long-Tailed Recognition via Weight Balancing, CVPR 2022"
  public static let differences = [
    "Stage 2's loss: the paper names the class-balanced loss; in the code it is binary cross-entropy of "
      + "the softmax's probabilities. This is the code's; stages.1.loss={name: class-balanced, form: focal, "
      + "exponent: 0} is weighted cross-entropy.",
    "Bounds: the paper projects after each step, the code after each epoch, on a radius a tenth of the way "
      + "from the smallest to the largest norm of stage 1. So does this; stages.1.hooks.0.after=step and "
      + "stages.1.hooks.0.bound are the paper's.",
    "Network: the authors' figures are of a ResNet-34 for small pictures, which has 21 million parameters; "
      + "this is the field's ResNet-32 with 0.46 million, for which the decay may be too strong.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = TwoStage.plan(
      for: task, mixing: nil, classifier: LinearClassifier(), second: Self.second)
    guard case .picture = task.input else { return plan }
    plan.batchSize = 64
    plan.stages[0].epochs = 320
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.01, weightDecay: 5e-3))
    plan.stages[0].schedule = Chosen(CosineSchedule())
    return plan
  }

  private static var second: Stage {
    Stage(
      name: "classifier", epochs: 10, trains: ["classifier"], batchNorm: .follow,
      loss: ClassBalancedLoss(form: .binaryOfSoftmax), hooks: [MaxNorm(share: 0.1)],
      optimizer: SGDSettings(learningRate: 0.01, weightDecay: 0.1), schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(
      Self(), classes: [100], lacks: ["the authors' ResNet-34 for small pictures"])
  }

  public static let results = PublishedResult.cifar100(
    [(100, 53.6), (50, 57.7)], epochs: [320, 10])
}
