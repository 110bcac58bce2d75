extension InputShape {
  /// - Throws: ``SettingsError`` for features.
  func requirePictures(for backbone: String) throws {
    guard case .picture = self else {
      throw SettingsError("", "\(backbone) needs pictures, found \(self)")
    }
  }

  /// - Throws: ``SettingsError`` for features, and for pictures with a side below `least` pixels.
  func requireSides(_ least: Int, for backbone: String) throws {
    guard case .picture(let height, let width, _) = self, min(height, width) >= least else {
      throw SettingsError(
        "", "\(backbone) needs pictures of at least \(least)×\(least), found \(self)")
    }
  }
}
