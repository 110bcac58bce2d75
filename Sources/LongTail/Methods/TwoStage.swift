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

  /// Stage 1 of the large data sets: random resized crops, flips, colour jitter where asked for, a cosine.
  static func largeFeatureStage(
    epochs: Int, jitters: Bool, optimizer: SGDSettings, mixing: (any Mixing)?, fixed: [String] = []
  ) -> Stage {
    var stage = Experts.largeStage(
      epochs: epochs, adding: jitters ? [ColorJitter()] : [], mixing: mixing, loss: CrossEntropy(),
      optimizer: optimizer, schedule: CosineSchedule())
    stage.name = "features"
    stage.fixed = fixed
    return stage
  }

  /// The class-aware sampler of stage 2: four samples a class, and as many batches as instance-balanced
  /// sampling would have, plus those that a program shows beyond its count.
  static func classAware(batchSize: Int = 128, extra: Int) -> ClassAware {
    ClassAware(samplesPerClass: 4, epochLength: .batches(size: batchSize, extra: extra))
  }

  /// Of rows that are published for some imbalance factors, that of the nearest one, by ratio.
  static func nearest<Row>(_ rows: [Row], to factor: Double, _ own: (Row) -> Double) -> Row? {
    rows.min { max(own($0) / factor, factor / own($0)) < max(own($1) / factor, factor / own($1)) }
  }
}
