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
    let problem =
      objectives.contains(where: \.choosesSamples)
      ? "takes a gradient through a step of the weights"
      : objectives.contains(where: \.insertsSamples)
        ? "makes samples of those that are together in a batch" : nil
    guard let problem else { return }
    throw SettingsError("loss", "\(problem), which several processes cannot share; train in one")
  }
}
