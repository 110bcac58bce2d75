/// Cross-entropy of prior-adjusted logits: unbiased for the balanced error.
public struct BalancedSoftmaxTraining: Method {
  public static let name = "balanced-softmax"
  public static let summary = "cross-entropy with log class counts added to the logits in training"
  public static let citation =
    "Ren et al.: Balanced Meta-Softmax for Long-Tailed Visual Recognition, NeurIPS 2020"
  public static let differences = [
    "The published BALMS rows add a meta sampler and stronger augmentation (the method balms); this is the loss "
      + "alone."
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    SingleStage.plan(for: task, loss: BalancedSoftmax())
  }
}
