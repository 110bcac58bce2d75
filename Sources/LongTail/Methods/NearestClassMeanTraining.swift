/// Plain training, then the class whose mean feature is nearest.
public struct NearestClassMeanTraining: Method {
  public static let name = "ncm"
  public static let summary = "plain training, then the class whose mean feature is nearest"
  public static let citation =
    "Kang et al.: Decoupling Representation and Classifier for Long-Tailed Recognition, ICLR 2020"
  public static let differences = [
    "Distance: the paper names the Euclidean and the cosine one; the code's default centres features by "
      + "the training mean, scales them to length one and takes the Euclidean one. So does this; "
      + "stages.1.fit.transform and stages.1.fit.metric choose others.",
    "Probabilities: neither gives any. Here they are a softmax of the negative squared distances over a "
      + "temperature that is fitted on the held-out part.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    TwoStage.plan(
      for: task, mixing: nil, classifier: PrototypeClassifier(), fixed: Self.center,
      second: Self.stage)
  }

  private static let center = ["classifier.center", "classifier.normalizes"]

  private static var stage: Stage {
    Stage(
      name: "class means", epochs: 1, fit: NearestClassMean(), batchNorm: .frozen,
      schedule: ConstantSchedule())
  }

  /// The authors' stage 1 for the large sets; on CIFAR that of the field.
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self())
      + DecouplingStudy.all.map { $0.preset(fixed: center, second: stage) }
  }
}
