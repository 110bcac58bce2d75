extension Recipe {
  /// Samples that go through the network at once in a stage.
  func partSize(in stage: Stage) -> Int {
    let size = stage.batchSize ?? batchSize
    return stage.fit == nil ? max(1, (size + accumulation - 1) / accumulation) : size
  }

  /// A batch in parts is the batch itself only where nothing looks at all of its answers at once.
  /// - Throws: ``SettingsError`` for a stage whose objectives do, or whose batches have fewer samples than parts.
  func validateAccumulation(in stage: Stage) throws {
    guard accumulation > 1, stage.fit == nil else { return }
    let size = stage.batchSize ?? batchSize
    guard accumulation <= size else {
      throw SettingsError(
        "accumulation",
        "a batch of \(size) samples in stage “\(stage.name)” has no \(accumulation) parts; expected 1 to \(size)"
      )
    }
    for chosen in [stage.loss] + stage.additionalLosses where !chosen.objective.isPerSample {
      throw SettingsError(
        "accumulation",
        "\(chosen.name) of stage “\(stage.name)” needs the answers to a whole batch at once, not to \(accumulation) "
          + "parts of it one after the other; expected 1, with a smaller batchSize or several processes"
      )
    }
  }
}
