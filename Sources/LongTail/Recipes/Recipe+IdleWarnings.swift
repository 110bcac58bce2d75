extension Recipe {
  /// What is asked for and does nothing, for people: hooks and mixings whose epochs lie outside of their stage.
  public var idleWarnings: [String] {
    stages.indices.flatMap { index -> [String] in
      let stage = stages[index]
      guard index >= start?.stage ?? 0, stage.fit == nil else { return [] }
      let hooks = stage.hooks.compactMap { chosen in
        chosen.hook.idleReason(epochs: stage.epochs).map { "\(chosen.name) does nothing: \($0)" }
      }
      let mixing = stage.mixing.flatMap { chosen in
        chosen.mixing.idleReason(epochs: stage.epochs).map { "\(chosen.name) mixes nothing: \($0)" }
      }
      return (hooks + (mixing.map { [$0] } ?? [])).map {
        "stage \(index + 1) (\(stage.name)): \($0)"
      }
    }
  }
}
