/// Balanced softmax, and logits held to log density ratios under a uniform prior.
public struct DisentanglingTraining: Method {
  public static let name = "lade"
  public static let summary = "balanced softmax, and logits that are free of the training prior"
  public static let citation =
    "Hong, Han, Choi, Seo, Kim, Chang: Disentangling Label Distribution for Long-tailed Visual "
    + "Recognition, CVPR 2021"
  public static let differences = [
    "Density ratios: the paper weights a sample by its own class's share, the code by that of the logit's "
      + "class. This is the code's; stages.0.loss.form=published is the paper's.",
    "Other class priors of a test set: --prior adds their logarithm, as the paper does.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    DisentanglingStudy.plan(for: task, loss: LabelDistributionDisentangling())
  }

  public static var presets: [PublishedPreset] {
    DisentanglingStudy.cifarPresets(Self()) + [
      DisentanglingStudy.imageNet(LabelDistributionDisentangling(weight: 0.05, penalty: 0.5)),
      .placesDisentangling(LabelDistributionDisentangling(weight: 0.005, penalty: 0.1)),
    ]
  }

  public static let results = PublishedResult.cifar100([(100, 45.4), (50, 50.5)], epochs: [200])
}
