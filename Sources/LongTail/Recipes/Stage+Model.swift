import Torch

extension Stage {
  /// Checks what only the network and the data can tell of a stage that trains: that streams, views and
  /// companions are those that its objectives and its mixing ask for.
  /// - Throws: ``SettingsError`` under its key in the stage.
  func validate(for model: ExpertModel, classCounts: [Int]) throws {
    try within("classes") { try classes?.validate(classCounts: classCounts) }
    try validateStreams(experts: model.settings.experts)
    try validateChoices()
    try validateViews()
    try validateMixing(of: model.input)
    for (index, chosen) in hooks.enumerated() {
      try within("hooks.\(index)") { try chosen.hook.validate(for: model) }
    }
    let inputs = LossInputs(
      experts: model.settings.experts, classCounts: classCounts,
      hasRouter: model.settings.router != nil, hasTeacher: teacher != nil,
      hasMomentumCopy: momentumCopy != nil, views: 1 + views.count, mixes: mixing != nil,
      epochs: epochs, cosineScale: model.settings.classifier.head.cosineScale,
      hasClassWeights: model.classWeights != nil,
      hasLinearClassifier: model.settings.experts == 1
        && model.settings.classifier.item is LinearClassifier,
      classifierParts: Set(
        model.store.tensors.compactMap {
          $0.name.hasPrefix("classifier.") ? String($0.name.dropFirst(11)) : nil
        }),
      looksAhead: optimizer.settings.looksAhead, featureWidth: model.featureWidth,
      mapChannels: model.settings.backbone.backbone.stageMaps.map(\.channels))
    try within("loss") { try loss.objective.validate(for: inputs) }
    for (index, chosen) in additionalLosses.enumerated() {
      try within("additionalLosses.\(index)") { try chosen.objective.validate(for: inputs) }
    }
    try validateCompanions()
  }

  /// Groups of parameters that train alike: some of a network's, and the objectives' own.
  func groups(
    of parameters: [(name: String, tensor: Tensor)], for model: ExpertModel, classCounts: [Int]
  ) -> [ParameterGroup] {
    groups(
      of: parameters,
      decay: model.settings.layerDecay(among: model.store.parameters.map(\.name)),
      factors: rateFactors(classCounts: classCounts, experts: model.settings.experts))
  }

  private func validateStreams(experts: Int) throws {
    let branches = loss.objective.branches
    guard branches == 1 || experts == branches else {
      throw SettingsError(
        "loss", "\(loss.name) is for \(branches) experts; the model has \(experts)")
    }
    for (index, chosen) in additionalLosses.enumerated() where chosen.objective.branches > 1 {
      throw SettingsError(
        "additionalLosses.\(index)",
        "\(chosen.name) gives each expert a stream of its own, which only the loss can")
    }
    let partners = mixing?.mixing.partnerStreams ?? 0
    let wanted = branches - 1 + partners + furtherStreams
    guard streams.count == wanted else {
      let own = furtherStreams > 0 ? " and the objectives \(furtherStreams) of their own" : ""
      let mixes = mixing.map { " and \($0.name) \(partners)" } ?? ""
      throw SettingsError(
        "streams",
        "\(loss.name) takes \(branches - 1)\(mixes)\(own) beside the first sampler, found \(streams.count)"
          + (wanted == 0 ? "" : "; such as streams=[{sampler: class-balanced}]"))
    }
  }

  private func validateChoices() throws {
    let choosing = objectives.filter(\.choosesSamples).map { type(of: $0).name }
    guard choosing.count < 2 else {
      throw SettingsError(
        "additionalLosses",
        "\(choosing.joined(separator: " and ")) both choose the samples of a step; expected one")
    }
    let inserting = objectives.filter(\.insertsSamples).map { type(of: $0).name }
    guard inserting.count < 2 else {
      throw SettingsError(
        "additionalLosses",
        "\(inserting.joined(separator: " and ")) both add samples to a batch; expected one")
    }
    guard inserting.isEmpty || loss.objective.branches == 1 && mixing == nil else {
      throw SettingsError(
        mixing == nil ? "loss" : "mixing",
        "\(inserting[0]) adds samples to a batch of whole ones, which all of the network sees")
    }
    guard choosing.isEmpty || loss.objective.branches == 1 else {
      throw SettingsError(
        "loss",
        "\(loss.name) gives each expert a batch of its own, and \(choosing[0]) chooses one for all")
    }
  }

  private func validateViews() throws {
    let wishes = objectives.map(\.views)
    let least = wishes.map(\.lowerBound).max() ?? 1
    let most = wishes.map(\.upperBound).max() ?? 1
    let present = 1 + views.count
    guard least...max(least, most) ~= present else {
      let wanted = least == most ? "\(least)" : "\(least) to \(most)"
      throw SettingsError(
        "views",
        "the objectives look at \(wanted) \(wanted == "1" ? "view" : "views") of a batch; found "
          + "\(present), the first one included")
    }
    guard present == 1 || loss.objective.branches == 1 else {
      throw SettingsError(
        "views", "\(loss.name) gives each expert a batch of its own, which has one view")
    }
  }

  private func validateMixing(of input: InputShape) throws {
    guard let mixing, mixing.mixing.isForPictures, case .features = input else { return }
    throw SettingsError("mixing", "\(mixing.name) pastes pictures; the data has features")
  }

  /// A companion only answers objectives: one that none asks is a mistake, as is one that is not there.
  private func validateCompanions() throws {
    let asked = Set(objectives.flatMap(\.companions))
    for (index, chosen) in companions.enumerated() {
      let key = "companions.\(index)"
      guard asked.contains(chosen.name) else {
        let asking = Self.objectives(asking: chosen.name).joined(separator: " and ")
        throw SettingsError(
          key,
          "no objective of the stage asks the companion \(chosen.name)"
            + (asking.isEmpty ? "" : "; \(asking) would"))
      }
      let others = companions[..<index].contains { $0.name == chosen.name }
      guard !others || !type(of: chosen.companion).isSingle else {
        throw SettingsError(key, "a stage has one companion \(chosen.name)")
      }
    }
    for (index, chosen) in ([loss] + additionalLosses).enumerated() {
      for name in chosen.objective.companions where !companions.contains(where: { $0.name == name })
      {
        throw SettingsError(
          index == 0 ? "loss" : "additionalLosses.\(index - 1)",
          "\(chosen.name) asks the companion \(name): companions=[\(name)]")
      }
    }
  }

  /// Names of the objectives that ask a companion without further settings.
  private static func objectives(asking companion: String) -> [String] {
    Losses.all.compactMap { $0 as? any ObjectiveSettings.Type }
      .filter { $0.init().companions.contains(companion) }.map { $0.name }
  }
}
