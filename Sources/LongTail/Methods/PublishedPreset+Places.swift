extension PublishedPreset {
  /// What published training of a ResNet-152 on Places-LT begins with.
  static let imageNetWeights =
    "weights trained on ImageNet to begin with: --backbone FILE --set model.tuning=full begins with a file's and trains "
    + "all of them"

  /// Groups by the field's rule: above 100, 20 to 100, below 20 images of the 365 classes.
  static let placesGroups = GroupSizes(many: 131, medium: 163, few: 71)

  /// Of a ResNet, in all experts.
  private static let featurePaths = ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"]

  /// Rules that keep the rate of a ResNet's features to a share of the classifiers'.
  static func featureRules(_ share: Double) -> [ParameterRule] {
    featurePaths.map { ParameterRule($0, rateFactor: share) }
  }

  /// Three experts on Places-LT as SADE and MDCS have them (their repositories' configurations and `train_places.py`):
  /// ResNet-152 of full width, of which experts share the first two stages; 30 epochs, rate 0.01 of the classifiers and
  /// 0.001 of the features, a tenth from epochs 10 and 20 on, Nesterov momentum 0.9, decay 4e-4, crops, flips and jitter.
  /// - Parameters:
  ///   - batchSize: of a step.
  ///   - loss: of the experts.
  ///   - views: further ones of a picture.
  /// - Returns: a preset of the method whose loss it is.
  static func placesExperts(
    batchSize: Int, loss: some ObjectiveSettings, views: [View] = []
  ) -> PublishedPreset {
    var stage = Experts.largeStage(
      epochs: 30, adding: [ColorJitter()], loss: loss,
      optimizer: SGDSettings(learningRate: 0.01, nesterov: true, weightDecay: 4e-4),
      schedule: StepSchedule(milestones: [10, 20], warmup: 0))
    stage.parameterRules = featureRules(0.1)
    stage.views = views
    return PublishedPreset(
      dataset: "Places-LT", network: ResNet152.name, batchSize: batchSize, stages: [stage],
      groups: placesGroups, lacks: [imageNetWeights])
  }

  /// One network on Places-LT as LADE's authors train it (their repository's configurations and commands): ResNet-152, 30
  /// epochs, batches of 128, rate 0.05 of the classifier and 0.001 of the features, a tenth from epochs 10 and 20 on,
  /// decay 5e-4, crops, flips and jitter.
  static func placesDisentangling(_ loss: some LossFunction) -> PublishedPreset {
    var stage = Experts.largeStage(
      epochs: 30, adding: [ColorJitter()], loss: loss,
      optimizer: SGDSettings(learningRate: 0.05, weightDecay: 5e-4),
      schedule: StepSchedule(milestones: [10, 20], warmup: 0))
    stage.parameterRules = featureRules(0.02)
    return PublishedPreset(
      dataset: "Places-LT", network: ResNet152.name, batchSize: 128, stages: [stage],
      groups: placesGroups, lacks: [imageNetWeights])
  }
}
