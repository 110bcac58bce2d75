/// What the methods share that train several experts on a shared trunk.
enum Experts {
  /// Three experts with cosine classifiers in one stage: 200 epochs on CIFAR-like pictures.
  static func plan(
    for task: TaskDescription, mixing: (any Mixing)? = nil, loss: some LossFunction,
    schedule: StepSchedule = StepSchedule()
  ) -> Plan {
    var plan = SingleStage.plan(for: task, loss: loss, mixing: mixing)
    plan.model.experts = 3
    plan.model.classifier = Chosen(CosineClassifier())
    guard case .picture = task.input else { return plan }
    plan.stages[0].augmentations.append(Chosen(Rotation()))
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(schedule)
    return plan
  }

  /// A stage of RIDE or BalPoE on CIFAR (their repositories): crop, flip, rotation of ±15°,
  /// rate 0.1, Nesterov momentum 0.9, decay 5e-4.
  static func cifarStage(
    epochs: Int, mixing: (any Mixing)? = nil, loss: some LossFunction, schedule: StepSchedule
  ) -> Stage {
    Stage(
      epochs: epochs, augmentations: [RandomCrop(), HorizontalFlip(), Rotation()], mixing: mixing,
      loss: loss, optimizer: SGDSettings(nesterov: true, weightDecay: 5e-4), schedule: schedule)
  }

  /// Crop and flip, then AutoAugment and Cutout where asked for.
  static func strongAugmentations(
    automatic: Bool, cutout: Bool
  ) -> [Chosen<Augmentations>] {
    var list: [any Augmentation] = [RandomCrop(), HorizontalFlip()]
    if automatic { list.append(AutoAugment()) }
    if cutout { list.append(Cutout()) }
    return list.map { Chosen($0) }
  }

  /// A stage on the large data sets: random resized crops, flips, and more where asked for (their
  /// repositories).
  static func largeStage(
    epochs: Int, adding more: [any Augmentation] = [], mixing: (any Mixing)? = nil,
    loss: some ObjectiveSettings, optimizer: SGDSettings, schedule: some Schedule
  ) -> Stage {
    Stage(
      epochs: epochs, augmentations: [RandomResizedCrop(), HorizontalFlip()] + more,
      mixing: mixing, loss: loss, optimizer: optimizer, schedule: schedule)
  }
}
