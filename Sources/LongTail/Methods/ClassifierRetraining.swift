/// Features by instance-balanced sampling, then a new classifier by class-aware sampling.
public struct ClassifierRetraining: Method {
  public static let name = "crt"
  public static let summary = "features first, then a new classifier on balanced samples"
  public static let citation =
    "Kang et al.: Decoupling Representation and Classifier for Long-Tailed Recognition, ICLR 2020"
  public static let differences = [
    "Mixup in stage 1 is not in the paper: it makes the rows “cRT+mixup” of Zhong et al. (CVPR 2021). "
      + "stages.0.mixing=none is the paper's cRT.",
    "Batch norm: the paper freezes the backbone; the code freezes its parameters only, so statistics go "
      + "on following the batches. This is the code's; stages.1.batchNorm=frozen is the paper's.",
    "CIFAR is in neither the paper nor the code: stage 2 is here as long as MiSLAS's.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    TwoStage.plan(
      for: task, mixing: Mixup(alpha: 1), classifier: LinearClassifier(),
      second: Self.stage(epochs: 10, batchSize: 128, optimizer: SGDSettings()))
  }

  private static func stage(epochs: Int, batchSize: Int, optimizer: SGDSettings) -> Stage {
    Stage(
      name: "classifier", epochs: epochs, trains: ["classifier"], reinitializes: ["classifier"],
      batchNorm: .follow, sampler: TwoStage.classAware(batchSize: batchSize, extra: 0),
      optimizer: optimizer, schedule: CosineSchedule())
  }

  /// The authors' settings for the large sets, without mixup.
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self())
      + DecouplingStudy.all.map { study in
        study.preset(
          second: stage(
            epochs: study.epochs.retraining, batchSize: study.batchSize, optimizer: study.optimizer)
        )
      }
  }

  /// Zhong et al., table of CIFAR-LT, rows “cRT+mixup”.
  public static let results = PublishedResult.cifarRow(
    accuracy: [79.1, 84.2, 89.8, 45.1, 50.9, 62.1],
    calibrationError: [10.6, 6.89, 3.92, 13.8, 10.8, 6.83], epochs: [200, 10])
}
