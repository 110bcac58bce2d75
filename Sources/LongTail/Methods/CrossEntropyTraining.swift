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

  /// Stage 1 of Zhong et al. (CVPR 2021) without its mixup.
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self()) + CalibrationStudy.large.map { $0.preset() }
  }

  /// Zhong et al. (CVPR 2021), table of CIFAR-LT.
  public static let results = PublishedResult.cifarRow(
    accuracy: [70.4, 74.8, 86.4, 38.4, 43.9, 55.8], epochs: [200])
}
