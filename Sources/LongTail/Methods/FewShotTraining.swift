/// A cosine classifier of frequent classes, then what makes the weights of rare ones, then those.
public struct FewShotTraining: Method {
  public static let name = "fslwf"
  public static let summary =
    "a cosine classifier of frequent classes, and weights of rare ones made from their samples"
  public static let citation =
    "Gidaris, Komodakis: Dynamic Few-Shot Visual Learning without Forgetting, CVPR 2018"
  public static let differences = [
    "Long tails: the paper has few-shot benchmarks alone, and the protocol of the published row on Places-LT is not "
      + "known. Here classes with fewer than 20 samples are the rare ones, and get their weights from all of those.",
    "Episodes: the code draws the classes that play rare ones first and samples of them then; here up to 50 that a "
      + "class-aware batch has samples of play them.",
    "Network: the authors' has no ReLU before its features and dropout behind them; this is the field's own.",
    "Length: the first stage is the field's on CIFAR, and the second as long as the code's on ImageNet.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: FewShotEpisodes(fakes: 0))
    plan.model.classifier = Chosen(GeneratingClassifier())
    plan.stages[0].name = "frequent"
    plan.stages[0].fixed = ["classifier.generator"]
    var second = Stage(
      name: "episodes", epochs: 6, trains: ["classifier"], batchNorm: .frozen,
      sampler: TwoStage.classAware(extra: 0), streams: [Stream(TwoStage.classAware(extra: 0))],
      loss: FewShotEpisodes(fakes: 50, exemplars: 20),
      optimizer: SGDSettings(learningRate: 0.01, nesterov: true, weightDecay: 5e-4),
      schedule: StepSchedule(milestones: [4], warmup: 0))
    second.augmentations = plan.stages[0].augmentations
    plan.stages += [second, Stage(name: "generation", epochs: 1, fit: GeneratedWeights())]
    return plan
  }
}
