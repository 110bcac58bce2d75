/// Two branches, one on instance-balanced and one on reversed samples, and a weight that passes from the
/// first to the second.
public struct BBNTraining: Method {
  public static let name = "bbn"
  public static let summary = "a conventional and a re-balancing branch with cumulative learning"
  public static let citation =
    "Zhou, Cui, Wei, Chen: BBN: Bilateral-Branch Network with Cumulative Learning for Long-Tailed Visual "
    + "Recognition, CVPR 2020"
  public static let differences = [
    "α: the paper counts epochs from 1, so that it ends at 0; the code from 0. This is the code's; "
      + "stages.0.loss.form=published is the paper's. For 90 and 180 epochs the code's parabola ends at 100 "
      + "and 200.",
    "Features: the code multiplies them by 2 in training, so that the two branches side by side give the "
      + "answer at test time; so does this.",
    "The last batch of an epoch: the code drops one that is not full; this does not.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Mixup stands beside BBN in the tables of Zhong et al. (CVPR 2021), whose figures are BBN's own; "
      + "neither paper nor code has it.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: CumulativeLearning())
    plan.model.experts = 2
    plan.model.classifier = Chosen(JointClassifier())
    plan.stages[0].streams = [Stream(Reversed())]
    guard case .picture = task.input else { return plan }
    // All but the last block of the last stage is shared.
    plan.model.sharedParts = 2
    plan.model.sharedBlocks = 4
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true))
    plan.stages[0].schedule = Chosen(Self.schedule)
    return plan
  }

  /// Zhou et al., CVPR 2020: a hundredth at the 120th and at the 160th epoch, counted from 1.
  private static let schedule = StepSchedule(
    milestones: [119, 159], decay: 0.01, warmup: 5, start: 1.0 / 3)

  public static var presets: [PublishedPreset] {
    let cifar = [10, 100].map { classes in
      let plan = BBNTraining().plan(
        for: TaskDescription(
          dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
          classes: classes, imbalanceFactor: 50))
      return PublishedPreset(
        dataset: "CIFAR-\(classes)-LT", network: "resnet32", batchSize: plan.batchSize,
        stages: plan.stages)
    }
    let large = PublishedPreset(
      dataset: "iNaturalist 2018", network: "resnet50",
      settings: ["model.sharedParts=3", "model.sharedBlocks=2"], batchSize: 128,
      stages: [
        Stage(
          epochs: 180, augmentations: [RandomResizedCrop(), HorizontalFlip()],
          streams: [Stream(Reversed())],
          loss: CumulativeLearning(horizon: 200),
          optimizer: SGDSettings(learningRate: 0.05, nesterov: true, weightDecay: 1e-4),
          schedule: StepSchedule(milestones: [119, 159], warmup: 0))
      ])
    return cifar + [large]
  }

  /// As Zhong et al. print them.
  public static let results = PublishedResult.cifarRow(
    accuracy: [79.9, 82.2, 88.4, 42.6, 47.1, 59.2], epochs: [200])
}
