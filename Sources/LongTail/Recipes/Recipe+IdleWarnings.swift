extension Recipe {
  /// What is asked for and does nothing, for people: hooks and mixings whose epochs lie outside of their stage, and a fit of
  /// pictures where none are squared.
  public var idleWarnings: [String] { idleFit + idleParts }

  private var idleFit: [String] {
    let squares = [data.framing.training, data.framing.evaluation].contains {
      $0.framing.isSquared
    }
    guard data.pictureFit != PictureFit.crop, !squares else { return [] }
    return [
      "data.pictureFit=\(data.pictureFit.rawValue) does nothing: it is for squared pictures, and data.framing squares none"
    ]
  }

  private var idleParts: [String] {
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
