/// Tells whether two runs were made by the same settings from the same samples, wherever those lie and whichever run a
/// first stage was shared with.
public struct RunIdentity: Sendable, Hashable {
  /// SHA-256 in hexadecimal digits.
  public let sha256: String

  /// - Parameters:
  ///   - recipe: what the run carried out.
  ///   - dataFingerprint: SHA-256 of its training samples, as ``RunEnvironment/dataFingerprint``.
  /// - Throws: `EncodingError` when a setting cannot be written.
  public init(_ recipe: Recipe, dataFingerprint: String) throws {
    var copy = recipe
    // The samples tell more than their place.
    copy.data.source = recipe.data.sourceName
    // A shared stage gives the same bits as one's own.
    copy.start = nil
    // Files of weights are known by their own SHA-256.
    copy.pretrained?.path = ""
    copy.changeTeacherPaths { _ in "" }
    let digest = ContentDigest()
    digest.add(try RecipeFile.text(copy))
    digest.add(dataFingerprint)
    sha256 = digest.hexadecimal()
  }
}
