/// Experts for different class priors whose product is unbiased, calibrated by mixup.
public struct BalPoETraining: Method {
  public static let name = "balpoe"
  public static let summary = "experts with an adjustment by the log prior each, and mixup"
  public static let citation =
    "Aimar, Jonnarth, Felsberg, Kuhlmann: Balanced Product of Calibrated Experts for Long-Tailed "
    + "Recognition, CVPR 2023"
  public static let differences = [
    "Average bias: the theory wants a mean τ of 1; the authors' settings for ImageNet-LT have 1.25. "
      + "stages.0.loss.average is the mean that is checked before training.",
    "log π: the code adds 1e-9 inside the logarithm, which changes nothing that can be measured.",
    "Augmentation: these are the settings of the standard regime (200 epochs, rotation). The long one (400 "
      + "epochs) has AutoAugment on CIFAR-100; its settings ask for it on CIFAR-10 too, but the code "
      + "then compares a truth value with a name and applies none.",
    "Epoch: the authors evaluate the last one; --selection last is theirs.",
    "Without mixup (stages.0.mixing=none) it is the paper's ERM row.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let classes = PublishedRows.classes(Self.cifarRows.map(\.classes), for: task.classes)
    guard let row = Self.cifarRows.first(where: { $0.classes == classes }) else {
      preconditionFailure("no published row for \(task)")
    }
    return Experts.plan(for: task, mixing: Mixup(alpha: row.alpha), loss: ExpertLogitAdjustment())
  }

  /// α of mixup on CIFAR-100-LT and on CIFAR-10-LT.
  private static let cifarRows = [(classes: 100, alpha: 0.4), (classes: 10, alpha: 0.8)]

  public static var presets: [PublishedPreset] {
    let cifar = cifarRows.flatMap { row in
      let name = "CIFAR-\(row.classes)-LT"
      let standard = Experts.cifarStage(
        epochs: 200, mixing: Mixup(alpha: row.alpha), loss: ExpertLogitAdjustment(),
        schedule: StepSchedule())
      var long = Experts.cifarStage(
        epochs: 400, mixing: Mixup(alpha: row.alpha), loss: ExpertLogitAdjustment(),
        schedule: StepSchedule(milestones: [320, 360], warmup: 10))
      long.augmentations = Experts.strongAugmentations(
        automatic: row.classes == 100, cutout: false)
      return [
        PublishedPreset(dataset: name, network: "resnet32", batchSize: 128, stages: [standard]),
        PublishedPreset(
          dataset: name + ", long", network: "resnet32", batchSize: 128, stages: [long]),
      ]
    }
    let jitter: [any Augmentation] = [ColorJitter()]
    let strong: [any Augmentation] = [ColorJitter(), RandAugment()]
    let imageNet = ["resnet50", "resnext50"].flatMap { network in
      [(epochs: 180, suffix: "", adding: jitter), (400, ", long", strong)].map { row in
        large(
          "ImageNet-LT" + row.suffix, network: network, epochs: row.epochs, batchSize: 64,
          rate: 0.025, weightDecay: 5e-4, alpha: 0.3, range: 0...2.5, adding: row.adding)
      }
    }
    let iNaturalist = [(epochs: 100, suffix: "", adding: []), (400, ", long", strong)].map { row in
      large(
        "iNaturalist 2018" + row.suffix, network: "resnet50", epochs: row.epochs, batchSize: 512,
        rate: 0.2, weightDecay: 2e-4, alpha: 0.2, range: -1...3, adding: row.adding)
    }
    return cifar + imageNet + iNaturalist
  }

  /// Aimar et al., CVPR 2023.
  private static func large(
    _ dataset: String, network: String, epochs: Int, batchSize: Int, rate: Double,
    weightDecay: Double, alpha: Double, range: ClosedRange<Double>, adding: [any Augmentation]
  ) -> PublishedPreset {
    let (low, high) = (range.lowerBound, range.upperBound)
    let stage = Experts.largeStage(
      epochs: epochs, adding: adding, mixing: Mixup(alpha: alpha),
      loss: ExpertLogitAdjustment(minimum: low, maximum: high, average: (low + high) / 2),
      optimizer: SGDSettings(learningRate: rate, nesterov: true, weightDecay: weightDecay),
      schedule: CosineSchedule())
    return PublishedPreset(
      dataset: dataset, network: network, batchSize: batchSize, stages: [stage])
  }

  /// The poster's table (long regime), and the deck's of calibration (standard regime).
  public static let results =
    [
      PublishedResult(
        dataset: "cifar100", imbalanceFactor: 100, accuracy: 0.520, calibrationError: 0.049,
        epochs: [200], source: "Aimar et al. 2023, calibration, standard regime")
    ]
    + [(100.0, 0.559), (50, 0.601), (10, 0.681)].map { factor, accuracy in
      PublishedResult(
        dataset: "cifar100", imbalanceFactor: factor, accuracy: accuracy, epochs: [400],
        source: "Aimar et al. 2023, table of accuracy, long regime")
    }
}
