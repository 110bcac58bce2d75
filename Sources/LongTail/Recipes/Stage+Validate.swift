extension Stage {
  /// - Throws: ``SettingsError`` for the first setting that is out of range, under its key in the stage.
  func validate() throws {
    try SettingsError.require("epochs", epochs, in: StageLimits.epochs)
    try within("optimizer") { try optimizer.item.validate() }
    try within("schedule") { try schedule.item.validate() }
    func each<List>(_ key: String, _ items: [Chosen<List>]) throws {
      for (index, chosen) in items.enumerated() {
        try within("\(key).\(index)") { try chosen.item.validate() }
      }
    }
    try within("sampler") { try sampler.item.validate() }
    try within("classes") { try classes?.validate() }
    if let batchSize {
      try SettingsError.require("batchSize", batchSize, in: StageLimits.batchSizes)
    }
    for (index, rule) in parameterRules.enumerated() {
      try within("parameterRules.\(index)") { try rule.validate() }
    }
    try each("augmentations", augmentations)
    for (index, view) in views.enumerated() {
      try within("views.\(index)") { try each("augmentations", view.augmentations) }
    }
    for (index, stream) in streams.enumerated() {
      try within("streams.\(index)") {
        try within("sampler") { try stream.sampler.item.validate() }
        try each("augmentations", stream.augmentations ?? [])
      }
    }
    try within("loss") { try loss.item.validate() }
    try each("additionalLosses", additionalLosses)
    try within("mixing") { try mixing?.item.validate() }
    try each("companions", companions)
    try each("hooks", hooks)
    let averaging = hooks.indices.filter { hooks[$0].hook.measuresOtherWeights }
    guard averaging.count < 2 else {
      throw SettingsError(
        "hooks.\(averaging[1])",
        "\(hooks[averaging[0]].name) and \(hooks[averaging[1]].name) both put other weights in the place of "
          + "those that train; one of them was expected")
    }
    if let beginning {
      try within("beginning") { try beginning.item.validate() }
      guard fit == nil else {
        throw SettingsError("beginning", "is for a stage that trains; this one has a fit")
      }
    }
    guard let fit else { return }
    guard epochs == 1 else {
      throw SettingsError("epochs", "a stage with a fit has 1 epoch, found \(epochs)")
    }
    try within("fit") { try fit.item.validate() }
  }
}

extension Stage {
  /// Pictures that reach the augmentations at sizes of their own are cut by the first one of each view.
  /// - Parameter framing: of the training pictures.
  /// - Throws: ``SettingsError`` under its key in the stage.
  func validate(for framing: Chosen<Framings>) throws {
    guard fit == nil, !framing.framing.fillsFrame else { return }
    let further =
      views.enumerated().map { ("views.\($0).augmentations", $1.augmentations) }
      + streams.enumerated().compactMap { index, stream in
        stream.augmentations.map { ("streams.\(index).augmentations", $0) }
      }
    for (key, list) in [("augmentations", augmentations)] + further
    where !(list.first?.item is any CuttingAugmentation) {
      let found = list.first.map { "begin with \($0.name)" } ?? "are none"
      throw SettingsError(
        key,
        "\(found), and data.framing.training=\(framing.name) leaves pictures at sizes of their own; expected "
          + "random-resized-crop or random-crop first, or data.framing.training=squared")
    }
  }
}
