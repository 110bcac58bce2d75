import ArrayFiles
import Foundation

/// The files of states that are put together: none may be there twice, by its name or by what it holds.
struct MergedFiles<Contents: Hashable> {
  private var names: Set<String> = []
  private var holders: [Contents: String] = [:]

  /// Takes a file in, before it is read.
  /// - Throws: `FileProblem` for one that was named before.
  mutating func add(_ path: String) throws(FileProblem) {
    guard names.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted else {
      throw FileProblem(path, "is named twice; its samples would count twice")
    }
  }

  /// Takes in what a file holds.
  /// - Parameters:
  ///   - contents: what no two files of different samples share.
  ///   - path: the file.
  ///   - isSame: whether an earlier file with such contents holds the same samples indeed.
  /// - Throws: `FileProblem` for samples that an earlier file holds; what `isSame` throws.
  mutating func add(
    _ contents: Contents, of path: String, isSame: (String) throws -> Bool = { _ in true }
  ) throws {
    if let holder = holders[contents], holder != path, try isSame(holder) {
      throw FileProblem(path, "holds the same samples as \(holder); they would count twice")
    }
    holders[contents] = path
  }
}
