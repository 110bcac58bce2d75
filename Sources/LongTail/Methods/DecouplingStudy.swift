/// The data sets and the stage 1 that Kang et al. (ICLR 2020) share between cRT, LWS, τ-normalisation and
/// nearest class means. Their repository's configurations.
struct DecouplingStudy: Sendable {
  let dataset: String
  let network: String
  let batchSize: Int
  /// Of both stages.
  let optimizer: SGDSettings
  /// Epochs in which cRT trains the new classifier, and LWS the scales.
  let epochs: (retraining: Int, scaling: Int)
  let groups: GroupSizes
  /// Beside crops and flips.
  var augmentations: [any Augmentation] = [ColorJitter()]
  var lacks: [String] = []

  /// Stage 1 without mixing, then `second`.
  func preset(fixed: [String] = [], second: Stage) -> PublishedPreset {
    PublishedPreset(
      dataset: dataset, network: network, batchSize: batchSize,
      stages: TwoStage.largeStages(
        epochs: 90, optimizer: optimizer, adding: augmentations, mixing: nil, fixed: fixed,
        followedBy: [second]),
      groups: groups, lacks: lacks)
  }

  /// Groups by the field's rule: above 100, 20 to 100, below 20 images (Liu et al., CVPR 2019).
  static let all = [
    DecouplingStudy(
      dataset: "ImageNet-LT", network: "resnext50", batchSize: 512,
      optimizer: SGDSettings(learningRate: 0.2, weightDecay: 5e-4), epochs: (10, 5),
      groups: GroupSizes(many: 385, medium: 479, few: 136)),
    DecouplingStudy(
      dataset: "iNaturalist 2018", network: "resnet50", batchSize: 512,
      optimizer: SGDSettings(learningRate: 0.2, weightDecay: 1e-4), epochs: (30, 5),
      groups: GroupSizes(many: 842, medium: 3701, few: 3599), augmentations: []),
    places,
  ]

  static let places = DecouplingStudy(
    dataset: "Places-LT", network: "resnet152", batchSize: 256,
    optimizer: SGDSettings(learningRate: 0.1, weightDecay: 5e-4), epochs: (10, 5),
    groups: PublishedPreset.placesGroups,
    lacks: [
      "a backbone trained on ImageNet, whose last block alone is tuned",
      "the authors' stage 1, which they did not release: it is here as long as on ImageNet-LT",
    ])
}
