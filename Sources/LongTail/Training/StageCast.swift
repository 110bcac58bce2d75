import Torch

/// Who takes part in a stage: its objectives, hooks and companions, and what of theirs trains.
struct StageCast {
  let objectives: [any Objective]
  let hooks: [any Hook]
  let companions: StageCompanions
  /// What objectives and hooks have given birth to.
  let store: ParameterStore

  /// `teachers` are the trained networks that the stage's companions name, by their place among them.
  init(
    _ stage: Stage, site: (ParameterPath) -> StageSite, seed: UInt64,
    teachers: [Int: TeacherNetwork], device: Device
  ) {
    let store = ParameterStore(seed: seed, device: device)
    self.store = store
    companions = StageCompanions(
      stage.companions.enumerated().map { index, chosen in
        chosen.companion.make(
          for: site(store.root / "companions" / "\(index)"), trained: teachers[index])
      })
    objectives =
      [stage.loss.objective.make(for: site(store.root / "loss"))]
      + stage.additionalLosses.enumerated().map { index, chosen in
        chosen.objective.make(for: site(store.root / "additionalLosses" / "\(index)"))
      }
    hooks = stage.hooks.enumerated().map { index, chosen in
      chosen.hook.make(for: site(store.root / "hooks" / "\(index)"))
    }
  }

  /// Everything that is remembered, by the names that it is saved under.
  var tensors: [(name: String, tensor: Tensor)] {
    func named(_ prefix: String, _ tensors: [(name: String, tensor: Tensor)])
      -> [(name: String, tensor: Tensor)]
    {
      tensors.map { (prefix + $0.name, $0.tensor) }
    }
    return named(StageState.ownPrefix, store.tensors)
      + hooks.enumerated().flatMap { named(StageState.hookPrefix($0), $1.tensors) }
      + companions.all.enumerated().flatMap { named(StageState.companionPrefix($0), $1.tensors) }
  }

  /// What an objective does to the map of a batch on its way.
  func insertion(_ labels: Tensor, at progress: StageProgress) -> MapInsertion? {
    objectives.lazy.compactMap { $0.insertion(labels, at: progress) }.first
  }

  /// The loss of a step: that of all objectives together.
  func loss(_ step: ObjectiveStep) -> LossValues {
    let values = objectives.map { $0.loss(step) }
    guard let first = values.first else { preconditionFailure("a stage without an objective") }
    return values.dropFirst().reduce(first) {
      LossValues($0.perSample + $1.perSample, parts: $0.parts + $1.parts)
    }
  }

  /// What the hooks say that each sample counts, for labels `[batch]`; none of a hook where all count alike.
  func sampleWeights(at progress: StageProgress) -> [(Tensor) -> Tensor?] {
    hooks.map { hook in
      { labels in withoutGradients { hook.sampleWeights(labels, at: progress) } }
    }
  }

  /// Runs `body` with the weights that are to be measured.
  func withMeasuredWeights(_ body: () throws -> Void) throws {
    try measure(hooks[...], body)
  }

  private func measure(_ hooks: ArraySlice<any Hook>, _ body: () throws -> Void) throws {
    guard let first = hooks.first else { return try body() }
    try first.withMeasuredWeights { try measure(hooks.dropFirst(), body) }
  }
}

extension LossValues {
  /// The mean over samples with `labels`, each loss times its class's in `classWeights`, `[classes]`, where there are some.
  func mean(of labels: Tensor, weighing classWeights: Tensor?) -> Tensor {
    guard let classWeights else { return perSample.mean() }
    return (perSample * classWeights.indexSelected(axis: 0, labels).to(perSample.dtype)).mean()
  }
}
