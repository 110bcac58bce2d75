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

  /// METHODS-core 3.5: the authors' settings for the large sets, without mixup.
  public static var presets: [PublishedPreset] {
    func preset(
      _ dataset: String, network: String, first: Int, second: Int, batchSize: Int, rate: Double,
      weightDecay: Double, lacks: [String]
    ) -> PublishedPreset {
      let optimizer = SGDSettings(learningRate: rate, weightDecay: weightDecay)
      return PublishedPreset(
        dataset: dataset, network: network, batchSize: batchSize,
        stages: [
          TwoStage.largeFeatureStage(epochs: first, optimizer: optimizer, mixing: nil),
          stage(epochs: second, batchSize: batchSize, optimizer: optimizer),
        ], lacks: lacks)
    }
    return [
      preset(
        "ImageNet-LT", network: "resnext50", first: 90, second: 10, batchSize: 512, rate: 0.2,
        weightDecay: 5e-4, lacks: ["colour jitter of ±0.4"]),
      preset(
        "iNaturalist 2018", network: "resnet50", first: 90, second: 30, batchSize: 512, rate: 0.2,
        weightDecay: 1e-4, lacks: []),
    ]
  }

  /// Zhong et al., table of CIFAR-LT, rows “cRT+mixup”.
  public static let results = PublishedResult.cifarRow(
    accuracy: [79.1, 84.2, 89.8, 45.1, 50.9, 62.1],
    calibrationError: [10.6, 6.89, 3.92, 13.8, 10.8, 6.83], epochs: [200, 10])
}
