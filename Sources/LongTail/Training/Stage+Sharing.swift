extension Stage {
  /// Whether its steps look at the inputs of a whole batch: to mix them, to ask other networks, or in objectives that
  /// are more than a formula of answers and labels.
  var seesWholeInputs: Bool {
    mixing != nil || !companions.isEmpty || !views.isEmpty
      || objectives.contains { $0.furtherPasses > 0 || !($0 is any LossFunction) }
  }
}

extension Stage {
  /// - Throws: ``SettingsError`` under its key in the stage for what several processes cannot do together.
  func validateSharing() throws {
    guard objectives.contains(where: \.choosesSamples) else { return }
    throw SettingsError(
      "loss",
      "takes a gradient through a step of the weights, which several processes cannot share; train in one"
    )
  }
}
