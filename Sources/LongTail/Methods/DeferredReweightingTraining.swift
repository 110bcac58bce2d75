/// Cross-entropy whose samples count by their class once the learning rate has fallen.
public struct DeferredReweightingTraining: Method {
  public static let name = "drw"
  public static let summary = "cross-entropy, re-weighted by class late in training"
  public static let citation = MarginTraining.citation
  public static let differences = [
    "Epoch: the authors report the best one on the test set; --selection test is theirs."
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    DeferredStudy.plan(for: task, loss: CrossEntropy(), reweights: true)
  }

  public static var presets: [PublishedPreset] { PublishedPreset.cifar(Self()) }
}
