import Foundation

extension String {
  /// This path with a “~” at its beginning replaced by the home folder: `$HOME`, as in a shell, and the folder
  /// of the user's account where that is not set. `~name` is another user's.
  package var expandingHomeFolder: String {
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    guard !home.isEmpty, self == "~" || hasPrefix("~/") else {
      return (self as NSString).expandingTildeInPath
    }
    return home + dropFirst()
  }
}
