/// Cross-entropy in which samples count the less, the surer they are.
public struct FocalTraining: Method {
  public static let name = "focal"
  public static let summary = "cross-entropy in which sure samples count less"
  public static let citation =
    "Lin, Goyal, Girshick, He, Dollár: Focal Loss for Dense Object Detection, ICCV 2017"
  public static let differences = [
    "Form: the paper is about detectors, one sigmoid a class; tables of long-tailed recognition have the "
      + "softmax form, and so has this. stages.0.loss.form=sigmoid is the other one.",
    "γ: the paper's 2; the code behind most tables (Cao et al., NeurIPS 2019) has 1, and so has this.",
    "Settings are those of Cao et al.; the tables do not say which theirs are.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    DeferredStudy.plan(for: task, loss: FocalLoss(exponent: 1))
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }

  public static let results = PublishedResult.cifar100([(100, 42.3)], epochs: [200])
}
