/// Mixup, then a classifier with label-aware smoothing and shift learning on batch norm.
public struct MiSLASTraining: Method {
  public static let name = "mislas"
  public static let summary =
    "mixup; then class-aware sampling, label-aware smoothing and shifted batch norm"
  public static let citation =
    "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021"
  public static let differences = [
    "Smoothed mass: the paper spreads it over the other classes, the code over all of them. This is the "
      + "code's, which gave the figures; stages.1.loss.form=published is the paper's.",
    "Classifier: in the paper diag(s)(rW + ΔW)ᵀx with a fixed W; in the code W and the bias simply go on "
      + "training (r = 1), and s multiplies the bias too. This is the code's; model.classifier."
      + "separate=true with stages.1.parameterRules=[{prefix: classifier.weight, trains: false}] keeps ΔW apart.",
    "Scales: the code applies weight decay to s as well, which the paper does not say. So does this.",
    "Stage-2 epoch: the sampler could give n_max · C samples; the code stops after ⌈N / batch⌉ + 1 "
      + "batches. So does this.",
    "Shift learning: the code's settings switch it off on CIFAR-10. So does this; "
      + "stages.1.batchNorm=follow switches it on.",
    "Epoch: the authors take the best one on the test set, in both stages. Here it is chosen on "
      + "validation, or the last one; --selection test is theirs.",
    "Weight decay: the authors' page says that 5e-4 is better on CIFAR; the published rows have 2e-4.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    let classes = PublishedRows.classes(Self.rows.map(\.classes), for: task.classes)
    let rows = Self.rows.filter { $0.classes == classes }
    guard let row = PublishedRows.nearest(rows, to: task.imbalanceFactor, { $0.factor }) else {
      preconditionFailure("no published row for \(task)")
    }
    return TwoStage.plan(
      for: task, mixing: Mixup(alpha: 1), classifier: ScaledLinearClassifier(),
      fixed: Self.secondStageParameters, second: row.stage)
  }

  /// What stage 1 must leave as it is.
  private static let secondStageParameters = ["classifier.scale", "classifier.change"]

  /// A row of the authors' settings for CIFAR (configurations of their repository, stage 2).
  private struct Row {
    /// Those of CIFAR-10-LT or of CIFAR-100-LT.
    let classes: Int
    let factor: Double
    /// ε of the largest and of the smallest class.
    let smoothing: (head: Double, tail: Double)
    let shifts: Bool
    /// The classifier's rate over the scales' ("lr_factor").
    let classifierRate: Double

    var stage: Stage {
      MiSLASTraining.classifierStage(
        smoothing: smoothing, shifts: shifts, classifierRate: classifierRate, weightDecay: 2e-4,
        batchSize: 128)
    }
  }

  private static let rows = [
    Row(classes: 10, factor: 10, smoothing: (0.1, 0), shifts: false, classifierRate: 0.2),
    Row(classes: 10, factor: 50, smoothing: (0.2, 0), shifts: false, classifierRate: 0.2),
    Row(classes: 10, factor: 100, smoothing: (0.3, 0), shifts: false, classifierRate: 0.5),
    Row(classes: 100, factor: 10, smoothing: (0.2, 0), shifts: true, classifierRate: 0.1),
    Row(classes: 100, factor: 50, smoothing: (0.3, 0), shifts: true, classifierRate: 0.1),
    Row(classes: 100, factor: 100, smoothing: (0.4, 0.1), shifts: true, classifierRate: 0.2),
  ]

  /// Ten epochs, rate 0.1 on a cosine, class-aware sampling, label-aware smoothing (concave).
  private static func classifierStage(
    smoothing: (head: Double, tail: Double), shifts: Bool, classifierRate: Double,
    weightDecay: Double, batchSize: Int
  ) -> Stage {
    Stage(
      name: "classifier", epochs: 10,
      trains: ["classifier.weight", "classifier.bias", "classifier.scale"],
      parameterRules: [
        ParameterRule("classifier", rateFactor: classifierRate),
        ParameterRule("classifier.scale", rateFactor: 1),
      ],
      batchNorm: shifts ? .follow : .frozen,
      sampler: TwoStage.classAware(batchSize: batchSize, extra: 1),
      loss: LabelAwareSmoothing(head: smoothing.head, tail: smoothing.tail),
      optimizer: SGDSettings(weightDecay: weightDecay),
      schedule: CosineSchedule())
  }

  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self()) + [
      large(CalibrationStudy.imageNet, smoothing: (0.3, 0)),
      large(CalibrationStudy.iNaturalist, smoothing: (0.3, 0)),
      large(CalibrationStudy.places, smoothing: (0.4, 0.1)),
    ]
  }

  /// Zhong et al., CVPR 2021: shift learning, classifier rate 0.05.
  private static func large(
    _ set: CalibrationStudy.LargeSet, smoothing: (head: Double, tail: Double)
  ) -> PublishedPreset {
    set.preset(
      mixing: Mixup(alpha: CalibrationStudy.LargeSet.alpha), fixed: secondStageParameters,
      followedBy: [
        classifierStage(
          smoothing: smoothing, shifts: true, classifierRate: 0.05, weightDecay: set.weightDecay,
          batchSize: CalibrationStudy.LargeSet.batchSize)
      ])
  }

  /// Zhong et al., table of CIFAR-LT.
  public static let results = PublishedResult.cifarRow(
    accuracy: [82.1, 85.7, 90.0, 47.0, 52.3, 63.2],
    calibrationError: [3.70, 2.17, 1.20, 4.83, 2.25, 1.73], epochs: [200, 10])
}
