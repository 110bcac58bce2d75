/// Cross-entropy, then the training prior taken out of the answers: PC softmax.
public struct CompensatedSoftmaxTraining: Method {
  public static let name = "pc-softmax"
  public static let summary = "cross-entropy, then the log training prior subtracted"
  public static let citation = DisentanglingTraining.citation
  public static let differences = [
    "It answers as logit-adjustment with τ = 1 does; settings of training are those beside which LADE's "
      + "authors report it.",
    "Other class priors of a test set: --prior adds their logarithm, as the paper does.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = DisentanglingStudy.plan(for: task, loss: CrossEntropy())
    plan.prediction = PredictionRule(logitAdjustment: 1)
    return plan
  }

  public static var presets: [PublishedPreset] {
    DisentanglingStudy.cifarPresets(Self()) + [
      DisentanglingStudy.imageNet(CrossEntropy()), .placesDisentangling(CrossEntropy()),
    ]
  }
}
