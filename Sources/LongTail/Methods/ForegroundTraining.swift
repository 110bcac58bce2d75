/// Plain features, then the whole network on balanced batches, among them pictures whose foregrounds were moved.
public struct ForegroundTraining: Method {
  public static let name = "cam"
  public static let summary =
    "plain training, then balanced batches of pictures and of those that data augment makes of their foregrounds"
  public static let citation =
    "Zhang, Wei, Zhou, Wu: Bag of Tricks for Long-Tailed Visual Recognition with Deep Convolutional Neural Networks, "
    + "AAAI 2021"
  public static let differences = [
    "Pictures are made between two runs: train cam, then data augment RUN --output MORE, then train cam --from RUN --data "
      + "of what was made, which begins with stage 2. Without them, stage 2 is deferred re-sampling.",
    "Weights: the code makes pictures with those of the best epoch on the test set and goes on with the last ones of stage "
      + "1; here both are those that --selection takes.",
    "ImageNet-LT: the code's last stage is on the pictures of the data alone; here it is on those that were made, too, "
      + "unless a third run is given the data.",
    "iNaturalist 2018: the figure of the paper is of mixup, these stages and a last one without mixup; the authors "
      + "released settings of ImageNet-LT with a ResNet-10 alone.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]
  public static var laterStart: Int? { 1 }

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    guard case .picture = task.input else {
      return TwoStage.plan(
        for: task, mixing: nil, classifier: LinearClassifier(),
        second: Self.second(epochs: 10, schedule: CosineSchedule()))
    }
    // The code's schedules are a step ahead: what their milestones 160 and 20 are to them, epochs 159 and 19 are here.
    func schedule(_ milestone: Int) -> StepSchedule {
      StepSchedule(milestones: [milestone], decay: 0.01, start: 1.0 / 3)
    }
    var plan = TwoStage.plan(
      for: task, mixing: nil, classifier: LinearClassifier(),
      second: Self.second(epochs: 40, schedule: schedule(19)))
    plan.stages[0].epochs = 160
    plan.stages[0].schedule = Chosen(schedule(159))
    return plan
  }

  private static func second(epochs: Int, schedule: some Schedule) -> Stage {
    Stage(
      name: "re-sampling", epochs: epochs, sampler: ClassBalanced(),
      optimizer: SGDSettings(learningRate: 0.001), schedule: schedule)
  }

  /// On CIFAR as planned; on ImageNet-LT the authors' whole recipe, with mixup in the first two stages.
  public static var presets: [PublishedPreset] {
    func stage(
      _ name: String, epochs: Int, rate: Double, milestones: [Int], mixes: Bool,
      sampler: some Sampler
    ) -> Stage {
      Stage(
        name: name, epochs: epochs, sampler: sampler,
        augmentations: [RandomResizedCrop(), HorizontalFlip(), ColorJitter()],
        mixing: mixes ? Mixup(alpha: 1) : nil,
        optimizer: SGDSettings(learningRate: rate, weightDecay: 1e-4),
        schedule: StepSchedule(milestones: milestones, warmup: 0))
    }
    return PublishedPreset.cifar(Self()) + [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnet10", batchSize: 512,
        stages: [
          stage(
            "features", epochs: 160, rate: 0.2, milestones: [119, 159], mixes: true,
            sampler: InstanceBalanced()),
          stage(
            "re-sampling", epochs: 40, rate: 0.002, milestones: [39], mixes: true,
            sampler: ClassBalanced()),
          stage(
            "fine-tuning", epochs: 20, rate: 0.002, milestones: [7, 15], mixes: false,
            sampler: ClassBalanced()),
        ], lacks: ["a last stage without the pictures that were made"])
    ]
  }

  public static let results = PublishedResult.cifar(
    [
      ("cifar10", [(100, 76.9), (50, 80.72)]), ("cifar100", [(100, 41.95), (50, 46.73)]),
    ], epochs: [160, 40],
    source: "the authors' repository, table of tricks, CAM-based balance-sampling")
}
