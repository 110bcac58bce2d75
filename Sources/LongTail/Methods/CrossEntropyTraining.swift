/// Plain training with cross-entropy: the baseline of every table.
public struct CrossEntropyTraining: Method {
  public static let name = "cross-entropy"
  public static let summary = "plain training, the baseline of every table"
  public static let citation =
    "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016"

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    SingleStage.plan(for: task, loss: CrossEntropy())
  }
}
