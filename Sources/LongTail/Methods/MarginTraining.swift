/// Cosines with larger margins for rarer classes, all samples alike.
public struct MarginTraining: Method {
  public static let name = "ldam"
  public static let summary = "cosines with larger margins for rarer classes"
  public static let citation =
    "Cao, Wei, Gaidon, Arechiga, Ma: Learning Imbalanced Datasets with Label-Distribution-Aware Margin "
    + "Loss, NeurIPS 2019"
  public static let differences = [
    "This is the loss alone, without the paper's deferred re-weighting; ldam-drw has both.",
    "Answers: the code's are cosines without their scale, whose softmax is nearly uniform; here they carry "
      + "it, so that probabilities mean something.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = DeferredStudy.plan(
      for: task, loss: LabelDistributionAwareMargin(reweightsFrom: nil))
    plan.model.classifier = Chosen(CosineClassifier())
    return plan
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }
}
