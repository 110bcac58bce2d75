/// Sigmoid focal loss weighted by the effective number of the class's samples.
public struct ClassBalancedFocalTraining: Method {
  public static let name = "class-balanced-focal"
  public static let summary = "focal loss of sigmoids, weighted by the effective number of samples"
  public static let citation =
    "Cui, Jia, Lin, Song, Belongie: Class-Balanced Loss Based on Effective Number of Samples, CVPR 2019"
  public static let differences = [
    "β and γ: the paper searches them for each data set; these are β 0.9999 and γ 1, within its grid.",
    "Other programs give this name to a focal loss of softmax probabilities: stages.0.loss.form=focal, "
      + "with model.classifier=linear.",
    "Confidence: a network of sigmoids answers with the largest of them. Here its logits go through a "
      + "softmax as all others' do, so that its probabilities are to be calibrated first.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = DeferredStudy.plan(for: task, loss: ClassBalancedLoss())
    plan.model.classifier = Chosen(SigmoidClassifier())
    // The bias begins far from 0 on purpose.
    plan.stages[0].parameterRules = [ParameterRule("classifier.bias", weightDecay: 0)]
    return plan
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }
}
