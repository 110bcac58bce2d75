/// The plain training that one-stage methods share; they differ in loss and mixing.
enum SingleStage {
  /// ResNet-32 and the CIFAR schedule of Zhong et al. (CVPR 2021) for pictures; a linear model for features.
  static func plan(
    for task: TaskDescription, loss: some ObjectiveSettings, mixing: (any Mixing)? = nil
  ) -> Plan {
    switch task.input {
    case .picture:
      // MiSLAS, the authors' configurations for CIFAR: 200 epochs, batch 128, rate 0.1, momentum 0.9, decay 2e-4,
      // five epochs of warm-up, a tenth after epochs 160 and 180; crop and flip.
      return Plan(
        model: ModelSettings(),
        stages: [
          Stage(
            epochs: 200, augmentations: augmentations(for: task), mixing: mixing, loss: loss,
            optimizer: SGDSettings(), schedule: StepSchedule())
        ])
    case .features:
      // Nobody published this one: a convex problem, so a cosine to zero settles it.
      return Plan(
        model: ModelSettings(backbone: IdentityBackbone()),
        stages: [
          Stage(
            epochs: 50, mixing: mixing, loss: loss,
            optimizer: SGDSettings(weightDecay: 5e-4), schedule: CosineSchedule(warmup: 2))
        ])
    }
  }

  /// Digits and signs read differently in a mirror, so only pictures that are known not to are flipped.
  private static func augmentations(for task: TaskDescription) -> [any Augmentation] {
    flips(task.dataset) ? [RandomCrop(), HorizontalFlip()] : [RandomCrop()]
  }

  static func flips(_ dataset: String) -> Bool {
    (try? Datasets.type(named: dataset))?.isMirrorable ?? false
  }
}
