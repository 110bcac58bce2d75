/// Plain training, then scales and offsets of logits that each sample takes as far as it needs them.
public struct AlignmentTraining: Method {
  public static let name = "disalign"
  public static let summary = "plain training, then logits aligned as far as a sample needs it"
  public static let citation =
    "Zhang, Li, Yan, He, Sun: Distribution Alignment: A Unified Framework for Long-tail Visual "
    + "Recognition, CVPR 2021"
  public static let differences = [
    "Formula: the paper's is (1 − σ) z + σ (α z + β), the code's (1 + σ α) z + σ β, which differ in what "
      + "weight decay pulls towards. This is the code's; model.classifier.form=published is the paper's.",
    "α begins where it changes nothing, as in the paper; the code's begins at 1, which makes all logits up "
      + "to twice as large. stages.1.beginning=alignment-scale is the code's.",
    "CIFAR is in neither the paper's tables nor the code: stage 2 is here as long as on ImageNet-LT.",
  ]

  public init() {}

  private static let aligned = [
    "classifier.scale", "classifier.offset", "classifier.confidence",
  ]

  public func plan(for task: TaskDescription) -> Plan {
    TwoStage.plan(
      for: task, mixing: nil, classifier: AlignedClassifier(), fixed: Self.aligned,
      second: Self.second(SGDSettings()))
  }

  /// Instance-balanced samples that count by `n^(−1.2)`.
  private static func second(_ optimizer: SGDSettings) -> Stage {
    Stage(
      name: "alignment", epochs: 10, trains: aligned, batchNorm: .frozen,
      hooks: [ClassWeights(form: .power, power: 1.2)], optimizer: optimizer,
      schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] {
    let optimizer = SGDSettings(weightDecay: 5e-4)
    return [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnext50", batchSize: 256,
        stages: TwoStage.largeStages(
          epochs: 90, optimizer: optimizer, adding: [ColorJitter()], mixing: nil, fixed: aligned,
          followedBy: [second(optimizer)]),
        lacks: ["a last batch norm in each block whose scale begins at 0"])
    ]
  }
}
