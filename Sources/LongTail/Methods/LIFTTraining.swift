/// A frozen foundation model, a narrow network beside each of its blocks, a cosine classifier that begins with the class
/// means, and logit adjustment in the loss: ten epochs.
public struct LIFTTraining: Method {
  public static let name = "lift"
  public static let summary =
    "AdaptFormer on a frozen transformer (--backbone), cosine classifier, logit adjustment"
  public static let citation =
    "Shi et al.: Long-Tail Learning with Foundation Model: Heavy Fine-Tuning Hurts, ICML 2024"
  public static let differences = [
    "The classifier begins with the class means of the training pictures (the paper's variant without text); the published "
      + "figures begin with text features of CLIP (beginning=semantic-directions, with a file of such).",
    "Pictures are answered for as --set data.framing.evaluation says; the published figures, and --preset, average five crops "
      + "(data.framing.evaluation=five-crop).",
    "The authors train in half precision; precision=bfloat16 comes near it.",
  ]

  /// Of the authors' configurations, but for iNaturalist's.
  static let publishedEpochs = 10

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isPicture = if case .picture = task.input { true } else { false }
    let flips = SingleStage.flips(task.dataset)
    let augmentations: [any Augmentation] =
      isPicture ? [RandomResizedCrop()] + (flips ? [HorizontalFlip()] : []) : []
    return Self.plan(
      Self.stage(epochs: Self.publishedEpochs, augmentations), tuning: AdaptFormer(), for: task)
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.foundation(epochs: (publishedEpochs, 20), filter: .bilinear) {
      stage(epochs: $0, [RandomResizedCrop(), HorizontalFlip()])
    }
  }

  // The authors' configurations: batch 128, SGD at 0.01, decay 5e-4 for all that trains, a cosine without warm-up.
  private static func stage(epochs: Int, _ augmentations: [any Augmentation]) -> Stage {
    var stage = Stage(
      epochs: epochs, augmentations: augmentations, loss: BalancedSoftmax(),
      optimizer: SGDSettings(learningRate: 0.01, weightDecay: 5e-4), schedule: CosineSchedule())
    stage.beginning = Chosen(ClassMeanDirections())
    return stage
  }

  /// One stage on a transformer with a tuning, or on features; a cosine classifier of scale 25.
  static func plan(_ stage: Stage, tuning: some Tuning, for task: TaskDescription) -> Plan {
    let head = CosineClassifier(scale: 25)
    let isPicture = if case .picture = task.input { true } else { false }
    return Plan(
      model: isPicture
        ? ModelSettings(backbone: VisionTransformer(), classifier: head, tuning: tuning)
        : ModelSettings(backbone: IdentityBackbone(), classifier: head),
      stages: [stage])
  }
}
