import ArrayFiles
import Foundation

extension Recipe {
  /// The recipe with a “~” in front of the paths of weights replaced by the home folder. Sources of data expand
  /// theirs themselves.
  var expandingHomeFolder: Recipe {
    var copy = self
    copy.start?.path = start?.path.expandingHomeFolder ?? ""
    for index in stages.indices {
      copy.stages[index].teacher?.path = stages[index].teacher?.path.expandingHomeFolder ?? ""
    }
    return copy
  }

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
    for index in stages.indices {
      guard let teacher = stages[index].teacher else { continue }
      copy.stages[index].teacher?.path = located(teacher.path)
    }
    return copy
  }
}
