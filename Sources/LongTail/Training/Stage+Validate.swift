extension Stage {
  /// Lengths of a stage, in epochs.
  public static let possibleEpochs = 1...1_000_000
  /// Places in a stage, in epochs: where it changes something, or how long it warms up.
  static let possiblePlaces = 0...1_000_000
  /// Samples of a step.
  static let possibleBatchSizes = 1...1_000_000

  /// - Throws: ``SettingsError`` for the first setting that is out of range, under its key in the stage.
  func validate() throws {
    try SettingsError.require("epochs", epochs, in: Self.possibleEpochs)
    try within("optimizer") { try optimizer.item.validate() }
    try within("schedule") { try schedule.item.validate() }
    if let averageDecay {
      try SettingsError.require("averageDecay", averageDecay, above: 0, below: 1)
    }
    try within("sampler") { try sampler.item.validate() }
    for (index, chosen) in branchSamplers.enumerated() {
      try within("branchSamplers.\(index)") { try chosen.item.validate() }
    }
    if let batchSize {
      try SettingsError.require("batchSize", batchSize, in: Self.possibleBatchSizes)
    }
    for (index, chosen) in augmentations.enumerated() {
      try within("augmentations.\(index)") { try chosen.item.validate() }
    }
    try within("loss") { try loss.item.validate() }
    try within("mixing") { try mixing?.item.validate() }
    try within("teacher.model") { try teacher?.model?.validate() }
    guard let fit else { return }
    guard epochs == 1 else {
      throw SettingsError("epochs", "a stage with a fit has 1 epoch, found \(epochs)")
    }
    try within("fit") { try fit.item.validate() }
  }
}
