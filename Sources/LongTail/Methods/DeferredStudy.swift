/// What the methods share that train as Cao et al. (NeurIPS 2019) do: their repository's settings for CIFAR.
enum DeferredStudy {
  /// Rate × t / 5 in the first five epochs, a hundredth after epoch 160, a ten-thousandth after epoch 180.
  static let schedule = StepSchedule(milestones: [160, 180], decay: 0.01)

  /// Classes count by their effective number once the rate has fallen (DRW).
  static let weights = ClassWeights(form: .effectiveNumber, from: 160)

  /// The field's one stage with that schedule, and with deferred weights where asked for.
  static func plan(
    for task: TaskDescription, loss: some ObjectiveSettings, mixing: (any Mixing)? = nil,
    reweights: Bool = false
  ) -> Plan {
    var plan = SingleStage.plan(for: task, loss: loss, mixing: mixing)
    if case .picture = task.input { plan.stages[0].schedule = Chosen(schedule) }
    if reweights {
      plan.stages[0].hooks = [Chosen(weights.scaled(from: 200, to: plan.stages[0].epochs))]
    }
    return plan
  }
}
