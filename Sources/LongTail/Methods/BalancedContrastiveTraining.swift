/// Logit adjustment on one view of a picture, and contrast of two more in which classes count alike.
public struct BalancedContrastiveTraining: Method {
  public static let name = "bcl"
  public static let summary =
    "logit adjustment, and contrast of two more views in which classes count alike"
  public static let citation =
    "Zhu, Wang, Chen, Chen, Jiang: Balanced Contrastive Learning for Long-Tailed Visual Recognition, CVPR 2022"
  public static let differences = [
    "CIFAR: the authors' script is not released; augmentations, weights, widths and rates are those that they "
      + "and others give.",
    "Negatives: the code counts each class's members with the anchor's own positives one fewer, as here.",
    "Features, and other data that have one view alone: all three views are the same there.",
    "The last batch of an epoch: the code's classification view is in the heads' batch norm too; so it is here.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let loss = BalancedContrast(labelWeight: 2)
    var plan = SingleStage.plan(for: task, loss: loss)
    plan.model.classifier = Chosen(CosineClassifier())
    guard case .picture = task.input else {
      plan.stages[0].views = [View(), View()]
      return plan
    }
    plan.batchSize = 256
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    plan.stages[0].views = [
      ContrastiveViews.compared(task), ContrastiveViews.compared(task),
    ]
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.15, weightDecay: 5e-4))
    return plan
  }

  public static var presets: [PublishedPreset] {
    func large(
      _ dataset: String, network: String, epochs: Int, rate: Double, weightDecay: Double
    ) -> PublishedPreset {
      ContrastiveViews.largePreset(
        dataset, network: network, epochs: epochs, rate: rate, weightDecay: weightDecay,
        loss: Chosen(
          BalancedContrast(weight: 0.35, temperature: 0.07, hidden: 2048, dimension: 1024)))
    }
    return PublishedPreset.cifar(Self(), classes: [100]) + [
      large("ImageNet-LT", network: "resnet50", epochs: 90, rate: 0.1, weightDecay: 5e-4),
      large("ImageNet-LT", network: "resnext50", epochs: 90, rate: 0.1, weightDecay: 5e-4),
      large("iNaturalist 2018", network: "resnet50", epochs: 100, rate: 0.2, weightDecay: 1e-4),
    ]
  }

  public static let results =
    PublishedResult.cifar100([(100, 52.0), (50, 56.6)], epochs: [200])
    + PublishedResult.cifar100(
      [(10, 64.9), (100, 53.9)], epochs: [200],
      source: "Aimar et al. 2023, table of accuracy")
}
