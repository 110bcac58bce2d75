/// What Hong et al. (CVPR 2021) share between LADE and PC softmax: their repository's settings for CIFAR-100.
enum DisentanglingStudy {
  static func plan(for task: TaskDescription, loss: some ObjectiveSettings) -> Plan {
    var plan = SingleStage.plan(for: task, loss: loss)
    guard case .picture = task.input else { return plan }
    plan.batchSize = 256
    plan.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.2, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [120, 160], decay: 0.01))
    return plan
  }

  static func cifarPresets(_ method: some Method) -> [PublishedPreset] {
    PublishedPreset.cifar(
      method, classes: [100],
      lacks: [
        "the authors' ResNet-32, whose last block is there twice, with 128 features side by side"
      ])
  }

  /// ResNeXt-50 on a cosine, 180 epochs.
  static func imageNet(_ loss: some LossFunction) -> PublishedPreset {
    PublishedPreset(
      dataset: "ImageNet-LT", network: "resnext50", batchSize: 256,
      stages: [
        Experts.largeStage(
          epochs: 180, adding: [ColorJitter()], loss: loss,
          optimizer: SGDSettings(learningRate: 0.05, weightDecay: 5e-4), schedule: CosineSchedule())
      ])
  }
}
