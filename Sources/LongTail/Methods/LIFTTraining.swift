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
      + "figures begin with text features of CLIP, which are not in a file of its image tower.",
    "Pictures are answered for as --set data.framing.evaluation says; the published figures average five crops "
      + "(data.framing.evaluation=five-crop).",
    "The authors train in half precision; precision=bfloat16 comes near it.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isPicture = if case .picture = task.input { true } else { false }
    let flips = SingleStage.flips(task.dataset)
    let augmentations: [any Augmentation] =
      isPicture ? [RandomResizedCrop()] + (flips ? [HorizontalFlip()] : []) : []
    // The authors' configurations: batch 128, SGD at 0.01, decay 5e-4 for all that trains, a cosine without warm-up.
    var stage = Stage(
      epochs: 10, augmentations: augmentations, loss: BalancedSoftmax(),
      optimizer: SGDSettings(learningRate: 0.01, weightDecay: 5e-4), schedule: CosineSchedule())
    stage.beginning = Chosen(ClassMeanDirections())
    let head = CosineClassifier(scale: 25)
    return Plan(
      model: isPicture
        ? ModelSettings(backbone: VisionTransformer(), classifier: head, tuning: AdaptFormer())
        : ModelSettings(backbone: IdentityBackbone(), classifier: head),
      stages: [stage])
  }
}
