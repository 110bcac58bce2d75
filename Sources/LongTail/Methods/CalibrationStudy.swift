import Calibration

/// What Zhong et al. (CVPR 2021) share between the rows of their tables: data, networks, stage 1, groups.
/// Their repository's configurations.
enum CalibrationStudy {
  /// CIFAR-10-LT and CIFAR-100-LT at the published imbalance factors: a method's own plan for each.
  static func cifarPresets(_ method: some Method) -> [PublishedPreset] {
    [10, 100].flatMap { classes in
      [10.0, 50, 100].map { factor in
        let plan = method.plan(
          for: TaskDescription(
            dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
            classes: classes, imbalanceFactor: factor))
        return PublishedPreset(
          dataset: "CIFAR-\(classes)-LT", imbalanceFactor: factor,
          network: plan.model.backbone.name, batchSize: plan.batchSize, stages: plan.stages,
          groups: classes == 10
            ? GroupSizes(many: 3, medium: 4, few: 3) : GroupSizes(many: 36, medium: 35, few: 29))
      }
    }
  }

  /// A data set that comes long-tailed: batch 256, random resized crops, rate 0.1 on a cosine.
  struct LargeSet: Sendable {
    let dataset: String
    let network: String
    let epochs: Int
    let weightDecay: Double
    let groups: GroupSizes
    var lacks: [String] = []

    static let batchSize = 256
    /// α of mixup, where a method mixes.
    static let alpha = 0.2

    func preset(
      mixing: (any Mixing)? = nil, fixed: [String] = [], followedBy second: [Stage] = []
    ) -> PublishedPreset {
      PublishedPreset(
        dataset: dataset, network: network, batchSize: Self.batchSize,
        stages: TwoStage.largeStages(
          epochs: epochs, optimizer: SGDSettings(weightDecay: weightDecay),
          adding: [ColorJitter()], mixing: mixing, fixed: fixed, followedBy: second),
        groups: groups, lacks: lacks)
    }
  }

  static let imageNet = LargeSet(
    dataset: "ImageNet-LT", network: "resnet50", epochs: 180, weightDecay: 5e-4,
    groups: GroupSizes(many: 390, medium: 445, few: 165))
  static let iNaturalist = LargeSet(
    dataset: "iNaturalist 2018", network: "resnet50", epochs: 200, weightDecay: 1e-4,
    groups: GroupSizes(many: 842, medium: 3701, few: 3599))
  static let places = LargeSet(
    dataset: "Places-LT", network: "resnet152", epochs: 90, weightDecay: 5e-4,
    groups: GroupSizes(many: 131, medium: 157, few: 77),
    lacks: [
      "a backbone trained on ImageNet that stays in evaluation mode, but for a new last block"
    ])
  static let large = [imageNet, iNaturalist, places]
}
