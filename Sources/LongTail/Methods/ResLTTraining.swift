/// One network with light branches whose answers add up, the later ones taught by rarer classes alone.
public struct ResLTTraining: Method {
  public static let name = "reslt"
  public static let summary = "light branches for ever rarer classes, whose logits add up"
  public static let citation =
    "Cui, Liu, Tian, Zhong, Jia: ResLT: Residual Learning for Long-Tailed Recognition, TPAMI 2022"
  public static let differences = [
    "Answer: the sum of the branches' logits, as in the code; here each branch's are multiplied by their "
      + "number, and the mean answers, which is the same.",
    "Large sets: the code normalises the classifier by the power 0.7 (0.3 on iNaturalist 2018) of its norms when "
      + "it is measured, without its bias, and applies the 1×1 convolution after the pooling then; here the "
      + "network is measured as it was trained.",
    "Large sets: the code adds 1e-7 to the probability in the loss of the sum too; here it is cross-entropy, as "
      + "on CIFAR.",
    "Groups: the code lists classes by id; here they follow from the counts.",
    "Figures: the paper's own are higher than those that others print (45.3 and 50.0 for CIFAR-100-LT).",
    "Features: there is nothing to branch off; three linear classifiers add up.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let classes = PublishedRows.classes(Self.cifarRows.map(\.classes), for: task.classes)
    let rows = Self.cifarRows.filter { $0.classes == classes }
    guard let row = PublishedRows.nearest(rows, to: task.imbalanceFactor, \.factor) else {
      preconditionFailure("no published row for \(task)")
    }
    let loss = ResidualFusion(independent: row.independent, shares: row.shares)
    var plan = SingleStage.plan(for: task, loss: loss)
    plan.model.experts = 3
    guard case .picture = task.input else { return plan }
    plan.model.backbone = Chosen(BranchedBackbone(ResNet32()))
    plan.model.classifier = Chosen(SharedClassifier())
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(
      StepSchedule(milestones: [160, 180], warmup: 5, start: 1.0 / 3))
    return plan
  }

  /// a, and the classes of the second and third branch as shares of all: the authors' scripts for CIFAR.
  private static let cifarRows:
    [(classes: Int, factor: Double, independent: Double, shares: [Double])] = [
      (100, 100, 0.995, [0.65, 0.3]), (100, 50, 0.99, [0.65, 0.3]), (100, 10, 0.72, [0.65, 0.3]),
      (10, 100, 0.998, [0.8, 0.6]), (10, 50, 0.998, [0.8, 0.6]), (10, 10, 0.96, [0.8, 0.6]),
    ]

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(Self()) + [
      large(
        "ImageNet-LT", network: "resnext50", experts: 3, adding: [ColorJitter()],
        loss: ResidualFusion(independent: 0.99, shares: [0.825, 0.22]),
        stage: (epochs: 180, weightDecay: 5e-4), schedule: CosineSchedule(warmup: 5)),
      // The third branch is not used; 6,600 of 8,142 classes teach the second.
      large(
        "iNaturalist 2018", network: "resnet50", experts: 2, adding: [],
        loss: ResidualFusion(independent: 0.85, shares: [6600.0 / 8142]),
        stage: (epochs: 200, weightDecay: 1e-4), schedule: CosineSchedule()),
    ]
  }

  private static func large(
    _ dataset: String, network: String, experts: Int, adding: [any Augmentation],
    loss: ResidualFusion, stage: (epochs: Int, weightDecay: Double), schedule: CosineSchedule
  ) -> PublishedPreset {
    PublishedPreset(
      dataset: dataset, network: BranchedBackbone.name,
      settings: [
        "model.backbone.base=\(network)", "model.backbone.form=convolution",
        "model.experts=\(experts)",
      ], batchSize: 256,
      stages: [
        Experts.largeStage(
          epochs: stage.epochs, adding: adding, loss: loss,
          optimizer: SGDSettings(weightDecay: stage.weightDecay), schedule: schedule)
      ], lacks: ["the classifier normalised by its norms when it is measured"])
  }

  public static let results = PublishedResult.cifar100([(100, 45.3), (50, 50.0)], epochs: [200])
}
