import LongTail

/// What tables say of the conditions under which a stage trained.
extension StageWords {
  /// What is done to pictures, view by view: `random-crop + horizontal-flip & random-crop, mixup`.
  var augmentation: String {
    guard stage.fit == nil else { return "–" }
    func names(_ augmentations: [Chosen<Augmentations>]) -> String {
      augmentations.isEmpty ? "none" : augmentations.map(\.name).joined(separator: " + ")
    }
    let views = ([stage.augmentations] + stage.views.map(\.augmentations)).map(names)
    return ([views.joined(separator: " & ")] + [stage.mixing?.name].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// How the learning rate runs; a fit has none.
  func schedule() throws -> String {
    try stage.fit == nil ? SettingWords.item(stage.schedule) : "a fit"
  }

  /// What stages say, one after the other; once where they say the same.
  static func together(_ stages: [String]) -> String {
    let told = stages.filter { $0 != "–" }
    return Set(told).count == 1 ? told[0] : (told.isEmpty ? stages : told).joined(separator: "; ")
  }
}
