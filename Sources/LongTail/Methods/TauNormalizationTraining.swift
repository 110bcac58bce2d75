/// Plain training, then class weights divided by a power of their length.
public struct TauNormalizationTraining: Method {
  public static let name = "tau-norm"
  public static let summary = "plain training, then class weights of more equal length"
  public static let citation =
    "Kang et al.: Decoupling Representation and Classifier for Long-Tailed Recognition, ICLR 2020"
  public static let differences = [
    "Bias: the paper's formula has none; the code drops it. So does this.",
    "τ: the paper searches [0, 1], the code 0, 0.1, … 2 on the balanced validation set. This is the "
      + "code's grid, by balanced accuracy on the held-out part; stages.1.fit.tau=0.7 fixes it.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    TwoStage.plan(
      for: task, mixing: nil, classifier: LinearClassifier(),
      second: Self.stage)
  }

  private static var stage: Stage {
    Stage(
      name: "normalization", epochs: 1, fit: TauNormalization(), batchNorm: .frozen,
      schedule: ConstantSchedule())
  }

  /// The authors' stage 1 for the large sets; on CIFAR that of the field.
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self()) + DecouplingStudy.all.map { $0.preset(second: stage) }
  }
}
