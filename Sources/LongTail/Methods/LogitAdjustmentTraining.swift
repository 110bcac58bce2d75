/// Logit adjustment after training: cross-entropy, then z − τ log π at prediction.
///
/// The paper's other form, with the adjustment inside the loss, is `balanced-softmax` at τ = 1.
public struct LogitAdjustmentTraining: Method {
  public static let name = "logit-adjustment"
  public static let summary = "cross-entropy, then the log prior subtracted from the logits"
  public static let citation =
    "Menon et al.: Long-Tail Learning via Logit Adjustment, ICLR 2021"
  public static let differences = [
    "The paper's loss form equals balanced-softmax at τ = 1; this is its post-hoc form.",
    "The paper's network is a wider ResNet-32; this is the field's 0.46-million-parameter one.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: CrossEntropy())
    plan.prediction = PredictionRule(logitAdjustment: 1)
    return plan
  }
}
