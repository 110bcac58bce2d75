/// Mixed samples and a classifier moved uphill class by class, then a classifier on features moved uphill.
public struct ClassConditionalTraining: Method {
  public static let name = "cc-sam"
  public static let summary =
    "minima that are flat for each class as far as it is rare, then a balanced classifier on moved features"
  public static let citation =
    "Zhou, Li, Zhao, Heng, Gong: Class-Conditional Sharpness-Aware Minimization for Deep Long-Tailed Recognition, CVPR 2023"
  public static let differences = [
    "What is moved: the paper speaks of the feature extractor and the classifier, the authors' code for CIFAR moves the "
      + "classifier alone. So does this.",
    "Radius: the code's factor of 1e-6 moves the classifier by some millionths, so that its share of the loss is that of "
      + "the samples' own labels in a mixed batch; stages.0.loss.radius is the factor.",
    "Mixed batches: the code asks the moved classifier for the sample's own label alone; "
      + "stages.0.loss.mixesPerturbed=true asks for both.",
    "A class with one training sample: the code divides by its samples but one, which are none; here there is one.",
    "Stage 2 begins with the weights of the best epoch on the test set in the code, here with those that --selection takes.",
    "CIFAR: the authors' configurations are for an imbalance factor of 200. Of ImageNet-LT, iNaturalist and Places-LT "
      + "there is none.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isSmall = PublishedRows.classes([10, 100], for: task.classes) == 10
    var plan = TwoStage.plan(
      for: task, mixing: Mixup(alpha: 1), classifier: LinearClassifier(),
      second: Self.second(limit: isSmall ? 1 : 0.3))
    plan.stages[0].loss = Chosen(ClassConditionalSharpness(share: isSmall ? 0.3 : 0.5))
    guard case .picture = task.input else { return plan }
    plan.batchSize = 64
    // The code's schedule is a step ahead: what its milestone 160 is to it, epoch 159 is here.
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [159, 179], start: 1.0 / 3))
    return plan
  }

  private static func second(limit: Double) -> Stage {
    Stage(
      name: "classifier", epochs: 30, trains: ["classifier"], batchNorm: .follow,
      sampler: ClassAware(samplesPerClass: 1, epochLength: .trainingSamples),
      loss: AdversarialFeatures(limit: limit), optimizer: SGDSettings(learningRate: 0.01),
      schedule: ConstantSchedule())
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }
}
