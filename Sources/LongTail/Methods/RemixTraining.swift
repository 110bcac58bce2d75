/// Mixup whose label goes to the rarer class, and re-weighting late in training.
public struct RemixTraining: Method {
  public static let name = "remix"
  public static let summary = "mixup whose label goes to the rarer class, re-weighted late"
  public static let citation =
    "Chou, Chang, Pan, Wei, Juan: Remix: Rebalanced Mixup, ECCV Workshops 2020"
  public static let differences = [
    "There is no official code. Deferred re-weighting begins at epoch 160 of 200, as in other programs; the "
      + "published figures are of 300 epochs (--epochs 300 scales everything).",
    "Weights: other programs take the plain mean of the weighted losses; here, as in PyTorch's weighted "
      + "cross-entropy, a batch's loss is divided by its weights, for each of a pair's labels.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    DeferredStudy.plan(for: task, loss: CrossEntropy(), mixing: Remix(), reweights: true)
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }

  /// As Zhong et al. print them; CIFAR at imbalance factor 50 has no figure.
  public static let results = [
    ("cifar10", 100.0, 0.798), ("cifar10", 10, 0.891), ("cifar100", 100, 0.468),
    ("cifar100", 10, 0.613),
  ].map { dataset, factor, accuracy in
    PublishedResult(
      dataset: dataset, imbalanceFactor: factor, accuracy: accuracy, epochs: [300],
      source: "Zhong et al. 2021, tables of CIFAR-LT")
  }
}
