/// Supervised contrast with learnable centres of the classes, without a slow copy: both views learn.
public struct GeneralizedContrastiveTraining: Method {
  public static let name = "gpaco"
  public static let summary =
    "contrast with learnable centres of the classes, in which both views are anchors"
  public static let citation =
    "Cui, Zhong, Tian, Liu, Yu, Jia: Generalized Parametric Contrastive Learning, TPAMI 2023"
  public static let differences =
    ParametricContrastiveTraining.common + [
      "CIFAR: the authors' script is for balanced CIFAR-100; its rates are those of the method before it, and so are "
        + "these.",
      "Batch norm sees both views of a batch together here, one after the other in the code.",
      "Label smoothing is 0 in the authors' scripts for long tails; stages.0.loss.smoothing sets it.",
    ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    ParametricContrastiveTraining.plan(
      for: task,
      loss: ParametricContrast(form: .general, alpha: 0.01, temperature: 0.07, queue: 1024))
  }

  public static var presets: [PublishedPreset] {
    // Colours and boxes of RandAugment in both views.
    let strong = View(
      [RandomResizedCrop(), HorizontalFlip()] + ContrastiveViews.largeClassified())
    let stronger = View(
      [RandomResizedCrop(), HorizontalFlip()] + ContrastiveViews.largeClassified(operations: 3))
    return [
      ParametricContrastiveTraining.large(
        "ImageNet-LT", network: "resnet50", rate: 0.04,
        loss: ParametricContrast(form: .general, alpha: 0.045), view: strong),
      ParametricContrastiveTraining.large(
        "ImageNet-LT", network: "resnext50", rate: 0.06,
        loss: ParametricContrast(form: .general), operations: 3, view: stronger),
      ParametricContrastiveTraining.large(
        "iNaturalist 2018", network: "resnet50", rate: 0.04, weightDecay: 1e-4,
        loss: ParametricContrast(form: .general)),
      ParametricContrastiveTraining.places(ParametricContrast(form: .general, alpha: 0.02)),
    ]
  }
}
