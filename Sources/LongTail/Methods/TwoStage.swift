/// What the methods share that train features first and a classifier afterwards.
enum TwoStage {
  /// The single-stage plan as stage 1, then `second` with the same augmentations; `fixed` names what
  /// belongs to stage 2 alone.
  static func plan(
    for task: TaskDescription, mixing: (any Mixing)?, classifier: some ClassifierHead,
    fixed: [String] = [], second: Stage
  ) -> Plan {
    var plan = SingleStage.plan(for: task, loss: CrossEntropy(), mixing: mixing)
    plan.model.classifier = Chosen(classifier)
    plan.stages[0].name = "features"
    plan.stages[0].fixed = fixed
    var second = second
    second.augmentations = plan.stages[0].augmentations
    plan.stages.append(second)
    return plan
  }

  /// The stages on a large data set: random resized crops, flips and more where asked for, in stage 1 on a
  /// cosine, and the same pictures for what trains after it.
  static func largeStages(
    epochs: Int, optimizer: SGDSettings, adding more: [any Augmentation], mixing: (any Mixing)?,
    fixed: [String] = [], followedBy second: [Stage]
  ) -> [Stage] {
    let first = Stage(
      name: "features", epochs: epochs, fixed: fixed,
      augmentations: [RandomResizedCrop(), HorizontalFlip()] + more, mixing: mixing,
      optimizer: optimizer, schedule: CosineSchedule())
    return [first]
      + second.map { stage in
        var stage = stage
        if stage.fit == nil { stage.augmentations = first.augmentations }
        return stage
      }
  }

  /// The class-aware sampler of stage 2: four samples a class, and as many batches as instance-balanced
  /// sampling would have, plus those that a program shows beyond its count.
  static func classAware(batchSize: Int = 128, extra: Int) -> ClassAware {
    ClassAware(samplesPerClass: 4, epochLength: .batches(size: batchSize, extra: extra))
  }
}
