/// Boxes of rare classes' pictures in frequent classes' pictures, and balanced softmax.
public struct ContextRichOversamplingTraining: Method {
  public static let name = "cmo"
  public static let summary = "foregrounds of rare classes pasted into pictures, balanced softmax"
  public static let citation =
    "Park, Hong, Heo, Yun, Choi: The Majority Can Help the Minority: Context-rich Minority Oversampling "
    + "for Long-tailed Classification, CVPR 2022"
  public static let differences = [
    "Loss: the paper has it with several; the best row, with balanced softmax, is this. "
      + "stages.0.loss=cross-entropy with stages.0.hooks=[{name: class-weights, from: 160}] is another.",
    "Foregrounds: the code draws them with replacement; here each class's pictures come in turns.",
    "Figures of 400 epochs have AutoAugment and Cutout: --preset cifar-100-lt,-long.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Features have nothing to paste: there it is balanced softmax.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = DeferredStudy.plan(for: task, loss: BalancedSoftmax())
    guard case .picture = task.input else { return plan }
    plan.stages[0].mixing = Chosen(ContextRichOversampling())
    plan.stages[0].streams = [Stream(ClassBalanced())]
    return plan
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(Self(), classes: [100]) + [long]
  }

  private static var long: PublishedPreset {
    var stage = Stage(
      epochs: 400, streams: [Stream(ClassBalanced())], mixing: ContextRichOversampling(),
      loss: BalancedSoftmax(), optimizer: SGDSettings(),
      schedule: StepSchedule(milestones: [320, 360], warmup: 10))
    stage.augmentations = Experts.strongAugmentations(automatic: true, cutout: true)
    return PublishedPreset(
      dataset: "CIFAR-100-LT, long", network: "resnet32", batchSize: 128, stages: [stage])
  }

  public static let results = PublishedResult.cifar100(
    [(10, 65.3), (50, 56.7), (100, 51.7)], epochs: [400],
    source: "Aimar et al. 2023, table of accuracy")
}
