/// Cross-entropy on mixed-up batches: stage 1 of MiSLAS, and a baseline of its own.
public struct MixupTraining: Method {
  public static let name = "mixup"
  public static let summary = "cross-entropy on convex combinations of pictures"
  public static let citation =
    "Zhang, Cisse, Dauphin, Lopez-Paz: mixup: Beyond Empirical Risk Minimization, ICLR 2018"

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    // α = 1 on CIFAR (Zhong et al., CVPR 2021).
    SingleStage.plan(for: task, loss: CrossEntropy(), mixing: Mixup(alpha: 1))
  }

  /// Stage 1 of Zhong et al. (CVPR 2021).
  public static var presets: [PublishedPreset] {
    CalibrationStudy.cifarPresets(Self())
      + CalibrationStudy.large.map {
        $0.preset(mixing: Mixup(alpha: CalibrationStudy.LargeSet.alpha))
      }
  }

  /// Zhong et al. (CVPR 2021), table of CIFAR-LT.
  public static let results = PublishedResult.cifarRow(
    accuracy: [73.1, 77.8, 87.1, 39.6, 45.0, 58.2], epochs: [200])
}
