/// Margins for rare classes first, and their samples count more once the learning rate has fallen.
public struct DeferredMarginTraining: Method {
  public static let name = "ldam-drw"
  public static let summary = "cosines with larger margins for rarer classes, re-weighted late"
  public static let citation = MarginTraining.citation
  public static let differences = [
    "Answers: the code's are cosines without their scale, whose softmax is nearly uniform; here they carry "
      + "it, so that probabilities mean something.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = DeferredStudy.plan(
      for: task, loss: LabelDistributionAwareMargin(reweightsFrom: nil), reweights: true)
    plan.model.classifier = Chosen(CosineClassifier())
    return plan
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }

  /// The second row, from another table, was measured by others.
  public static let results =
    PublishedResult.cifarRow(
      accuracy: [77.1, 81.1, 88.4, 42.1, 46.7, 58.8], epochs: [200])
    + PublishedResult.cifar100([(100, 44.4)], epochs: [200])
}
