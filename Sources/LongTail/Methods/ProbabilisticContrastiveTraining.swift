/// Logit adjustment on one view of a picture, and contrast of two more with a distribution of each class.
public struct ProbabilisticContrastiveTraining: Method {
  public static let name = "proco"
  public static let summary =
    "logit adjustment on one view, and contrast of two more with a distribution of each class"
  public static let citation =
    "Du, Wang, Song, Huang: Probabilistic Contrastive Learning for Long-Tailed Visual Recognition, TPAMI 2024"
  public static let differences = [
    "Bessel functions: the code's recurrence begins too low for large concentrations (for 128 dimensions it is off by "
      + "0.5 at 1e4); here they are right to 1e-10 from 1e-2 to 1e5.",
    "Class means and Bessel functions are kept in double precision.",
    "The last batch of an epoch, which the code drops on CIFAR, is here too.",
    "Rates on large pictures: the code's cosine is half a step ahead of the one here.",
    "Figures: also for 400 epochs (54.2 on CIFAR-100-LT), with rates that fall after 360 and 380 and a warm-up of 10.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Features, and other data that have one view alone: all three views are the same there.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: ProbabilisticContrast())
    guard case .picture = task.input else {
      plan.stages[0].views = [View(), View()]
      return plan
    }
    plan.batchSize = 256
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    let compared =
      SingleStage.flips(task.dataset)
      ? ContrastiveViews.unblurred : ContrastiveViews.compared(task)
    plan.stages[0].views = [compared, compared]
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.3))
    return plan
  }

  public static var presets: [PublishedPreset] {
    func large(
      _ dataset: String, network: String, epochs: Int, rate: Double, weightDecay: Double
    ) -> PublishedPreset {
      ContrastiveViews.largePreset(
        dataset, network: network, settings: ["model.classifier=cosine"], epochs: epochs,
        rate: rate, weightDecay: weightDecay,
        loss: Chosen(ProbabilisticContrast(temperature: 0.07, hidden: 2048, dimension: 1024)))
    }
    return PublishedPreset.cifar(Self()) + [
      large("ImageNet-LT", network: "resnet50", epochs: 90, rate: 0.1, weightDecay: 5e-4),
      large("ImageNet-LT", network: "resnext50", epochs: 90, rate: 0.1, weightDecay: 5e-4),
      large("iNaturalist 2018", network: "resnet50", epochs: 90, rate: 0.2, weightDecay: 1e-4),
    ]
  }

  public static let results = PublishedResult.cifar(
    [
      ("cifar100", [(100, 52.8), (50, 57.1), (10, 65.5)]),
      ("cifar10", [(100, 85.9), (50, 88.2), (10, 91.9)]),
    ], epochs: [200], source: "Du et al. 2024, tables of CIFAR-LT")
}
