/// A mixup and a CutMix of each batch with a re-sampled one, which are to agree, and labels that come to be weighted.
public struct GlobalLocalTraining: Method {
  public static let name = "glmc"
  public static let summary =
    "two mixed views that are to agree, and labels that come to be weighted"
  public static let citation =
    "Du, Yang, Jia, Nan, Chen, Yang: Global and Local Mixture Consistency Cumulative Learning for Long-tailed "
    + "Visual Recognitions, CVPR 2023"
  public static let differences = [
    "Second stream: the code augments its pictures twice, for each of the two mixtures; here the same picture is in both.",
    "Labels of the pasted view: as in the code, they have the mixup's shares, not those of the box after clipping.",
    "Sampling: the code draws the second stream with replacement at any power, as here; the updated figures of the "
      + "authors (58.0 on CIFAR-100-LT) come from drawing without.",
    "The code's Beta distribution has the parameter 1, whatever is asked for; stages.0.mixing.alpha sets it here.",
    "Bounded weights in a second stage (“+MaxNorm” in the tables) are not released, and are not here.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Features have nothing to paste: there both views are mixed.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let classes = PublishedRows.classes(Self.rows.map(\.classes), for: task.classes)
    let own = Self.rows.filter { $0.classes == classes }
    guard let row = PublishedRows.nearest(own, to: task.imbalanceFactor, \.factor) else {
      preconditionFailure("no published row for \(task)")
    }
    var plan = SingleStage.plan(
      for: task,
      loss: GlobalLocalConsistency(labelPower: row.labelPower, consistency: row.consistency),
      mixing: StreamMixup())
    plan.model.experts = 2
    plan.prediction.expertWeights = [0, 1]
    plan.stages[0].streams = [Stream(PowerBalanced(power: row.power))]
    var second = View()
    second.augmentations = plan.stages[0].augmentations
    plan.stages[0].views = [second]
    guard case .picture = task.input else { return plan }
    let network = WideResNet32()
    plan.model.backbone = Chosen(network)
    plan.model.sharedParts = network.blockCounts.count
    plan.batchSize = 64
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.01, weightDecay: 5e-3))
    plan.stages[0].schedule = Chosen(CosineSchedule())
    return plan
  }

  /// The authors' scripts for CIFAR: the second stream's power, that of the labels, λ.
  private static let rows:
    [(classes: Int, factor: Double, power: Double, labelPower: Double, consistency: Double)] = [
      (100, 100, 0, 1.2, 4), (100, 50, 0.2, 1.2, 6), (100, 10, 0.2, 1.2, 4),
      (10, 100, 0, 1.2, 1), (10, 50, 0, 1.2, 1), (10, 10, 0.2, 1, 2),
    ]

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }

  public static let results = PublishedResult.cifar(
    [
      ("cifar100", [(100, 55.9), (50, 63.8), (10, 73.4)]),
      ("cifar10", [(100, 88.5), (50, 91.0), (10, 94.9)]),
    ], epochs: [200], source: "Du et al. 2023, repository, ResNet-32 with four times the channels")
}
