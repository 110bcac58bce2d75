import Foundation

extension Recipe {
  /// Finds weights from any folder.
  /// - Parameter folder: the one that the run was begun in; `nil` leaves all paths as they are.
  /// - Returns: the recipe with paths of weights from the root on where they are relative and lie below it.
  func locatingWeights(from folder: String?) -> Recipe {
    guard let folder else { return self }
    func located(_ path: String) -> String {
      let whole = path.absolutePath(from: folder)
      return FileManager.default.fileExists(atPath: whole) ? whole : path
    }
    var copy = self
    copy.start?.path = located(start?.path ?? "")
    copy.pretrained?.path = located(pretrained?.path ?? "")
    copy.changeTeacherPaths(located)
    return copy
  }
}
