import ArgumentParser
import ArrayFiles
import Foundation

/// Whether a file that is there already may be replaced.
struct OverwriteOption: ParsableArguments {
  @Flag(help: "Replace what is there already.")
  var overwrite = false

  /// - Throws: `FileProblem` that names the first file which is there and must stay.
  func check(_ paths: String...) throws(FileProblem) { try check(paths) }

  /// - Throws: `FileProblem` that names the first file which is there and must stay.
  func check(_ paths: [String]) throws(FileProblem) {
    for path in paths where !overwrite && FileManager.default.fileExists(atPath: path) {
      throw FileProblem(path, "is there already; add --overwrite to replace it")
    }
  }
}
