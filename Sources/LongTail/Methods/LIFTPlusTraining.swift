/// LIFT in half of the epochs: at twice the rate, with crops that grow from epoch to epoch and nothing else.
public struct LIFTPlusTraining: Method {
  public static let name = "lift-plus"
  public static let summary =
    "LIFT in five epochs: random squares that grow, twice the rate (--backbone)"
  public static let citation =
    "Shi et al.: LIFT+: Lightweight Fine-Tuning for Long-Tail Learning, 2025"
  public static let differences = [
    "The classifier begins with the class means of at most 100 training pictures a class (the paper's variant without text); "
      + "the published figures begin with text features of CLIP (beginning=semantic-directions, with a file of such).",
    "Pictures are answered for as --set data.framing.evaluation says; the published figures, and --preset, average five crops.",
    "The authors train in half precision; precision=bfloat16 comes near it.",
    "In a training of one epoch the authors' code divides by zero; here squares are drawn as in a first epoch.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let isPicture = if case .picture = task.input { true } else { false }
    let stage = Self.stage(epochs: 5, isPicture ? [MinimalistCrop()] : [])
    return LIFTTraining.plan(stage, tuning: AdaptFormer(rank: nil, uniform: true), for: task)
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.foundation(epochs: (5, 15), filter: .bicubic) {
      stage(epochs: $0, [MinimalistCrop()])
    }
  }

  // The authors' configurations: batch 128, SGD at 0.02, decay 5e-4 for all that trains, a cosine without warm-up.
  private static func stage(epochs: Int, _ augmentations: [any Augmentation]) -> Stage {
    var stage = Stage(
      epochs: epochs, augmentations: augmentations, loss: BalancedSoftmax(),
      optimizer: SGDSettings(learningRate: 0.02, weightDecay: 5e-4), schedule: CosineSchedule())
    stage.beginning = Chosen(ClassMeanDirections(mostPerClass: 100))
    return stage
  }
}
