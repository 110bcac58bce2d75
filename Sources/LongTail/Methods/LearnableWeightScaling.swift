/// Features by instance-balanced sampling, then one scale for each class by class-aware sampling.
public struct LearnableWeightScaling: Method {
  public static let name = "lws"
  public static let summary = "features and classifier first, then a scale for each class"
  public static let citation =
    "Kang et al.: Decoupling Representation and Classifier for Long-Tailed Recognition, ICLR 2020"
  public static let differences = [
    "Mixup in stage 1 is not in the paper: it makes the rows “LWS+mixup” of Zhong et al. (CVPR 2021). "
      + "stages.0.mixing=none is the paper's LWS.",
    "Scales: the paper scales a class's weights, the code its logit, bias included. So does this.",
    "Batch norm: statistics go on following the batches in the code, not in the paper. This is the "
      + "code's; stages.1.batchNorm=frozen is the paper's.",
    "CIFAR is in neither the paper nor the code: stage 2 is here as long as MiSLAS's.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    TwoStage.plan(
      for: task, mixing: Mixup(alpha: 1), classifier: ScaledLinearClassifier(),
      fixed: Self.scale, second: Self.stage(epochs: 10, batchSize: 128, optimizer: SGDSettings()))
  }

  private static let scale = ["classifier.scale"]

  private static func stage(epochs: Int, batchSize: Int, optimizer: SGDSettings) -> Stage {
    Stage(
      name: "classifier", epochs: epochs, trains: scale, batchNorm: .follow,
      sampler: TwoStage.classAware(batchSize: batchSize, extra: 0), optimizer: optimizer,
      schedule: CosineSchedule())
  }

  /// The authors' settings for the large sets, without mixup.
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self())
      + DecouplingStudy.all.map { study in
        study.preset(
          fixed: scale,
          second: stage(
            epochs: study.epochs.scaling, batchSize: study.batchSize, optimizer: study.optimizer))
      }
  }

  /// Zhong et al., table of CIFAR-LT, rows “LWS+mixup”.
  public static let results = PublishedResult.cifarRow(
    accuracy: [76.3, 82.6, 89.6, 44.2, 50.7, 62.3],
    calibrationError: [15.6, 11.0, 5.41, 22.5, 19.2, 13.4], epochs: [200, 10])
}
