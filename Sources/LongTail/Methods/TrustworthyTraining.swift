/// Experts whose logits are evidence, later ones for the samples that the former leave unsure.
public struct TrustworthyTraining: Method {
  public static let name = "tlc"
  public static let summary =
    "experts that say how unsure they are, later ones for what is still unsure"
  public static let citation =
    "Li, Han, Li, Fu, Zhang: Trustworthy Long-Tailed Classification, CVPR 2022"
  public static let differences = [
    "Weights of the experts: the code's softmax runs over the batch, so that its answers depend on the samples beside a "
      + "sample and their logits shrink with the batch; here it runs over the experts. stages.0.loss.gate.form=batch "
      + "and prediction.evidence.form=batch are the code's.",
    "Conflict: 1 − K is summed from what is left open and what is believed alike, which is the same without cancellation.",
    "Evidence: logits above 60 count as 60, which cosines times 30 never reach.",
    "Trunk on CIFAR: the code's experts share the first convolution; here each has one of its own (448 numbers).",
    "Experts: the released settings have three, the table's row four (model.experts=4).",
    "Epoch: the last one counts in the code, as here with --selection last.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var loss = EvidentialExperts()
    if case .features = task.input {
      // As late as in 200 epochs.
      loss.reweightsFrom = 40
      loss.annealing = 125
    }
    var plan = Experts.plan(
      for: task, loss: loss, schedule: StepSchedule(milestones: [160, 180], decay: 0.01))
    plan.prediction.evidence = loss.gate
    guard case .picture = task.input else { return plan }
    plan.model.sharedParts = 0
    return plan
  }

  public static var presets: [PublishedPreset] {
    let loss = EvidentialExperts(gate: EvidenceGate(temperature: 0.3), reweightsFrom: 80)
    // The rate falls to a tenth after 60 epochs, and again after 80.
    let stage = Experts.largeStage(
      epochs: 100, adding: [ColorJitter()], loss: loss,
      optimizer: SGDSettings(learningRate: 0.1, nesterov: true, weightDecay: 2e-4),
      schedule: StepSchedule(milestones: [60, 80]))
    let widths = ResNet50.reducedWidths.map(String.init).joined(separator: ",")
    return PublishedPreset.cifar(Self()) + [
      PublishedPreset(
        dataset: "ImageNet-LT", network: "resnet50",
        settings: [
          "model.backbone.widths=[\(widths)]", "model.sharedParts=3",
          "prediction.evidence.temperature=0.3",
        ], batchSize: 256, stages: [stage])
    ]
  }

  /// Four experts.
  public static let results = [
    PublishedResult(
      dataset: "cifar100", imbalanceFactor: 100, accuracy: 0.501, epochs: [200],
      source: "Jin et al. 2023, table 1")
  ]
}
