import ArgumentParser
import ArrayFiles

/// How every option and argument that names a file or folder is read.
enum PathArgument {
  /// The path with a “~” at its beginning replaced by the home folder: shells do that only where it begins
  /// a word, and so not in `--output=~/run`.
  ///
  /// - Throws: `ValidationError` for no path at all, as an unset variable of a script gives.
  static func path(_ text: String) throws -> String {
    guard !text.isEmpty else { throw ValidationError("a path was expected, found none") }
    return text.expandingHomeFolder
  }
}
