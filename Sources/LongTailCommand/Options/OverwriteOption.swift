import ArgumentParser
import ArrayFiles
import Calibration
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

  /// Refuses to replace what is read, or belongs to a folder that is: it could not be read again, and may be mapped.
  /// - Parameters:
  ///   - output: the file to write.
  ///   - inputs: files and folders of predictions that are read; `nil` for those that were not given.
  /// - Throws: `FileProblem` that names the output.
  func check(_ output: String, besides inputs: [String?]) throws(FileProblem) {
    for input in inputs.compactMap({ $0 }) {
      let isPart = Self.isRead(output, in: input)
      guard isPart || PredictionRows.isSameFile(output, input) else { continue }
      throw FileProblem(
        output,
        "it is read here as well\(isPart ? ", as part of \(input)" : ""); give --output another name"
      )
    }
  }

  /// Whether a file is one of those that a folder of predictions is read from: its probabilities where it has no logits.
  private static func isRead(_ file: String, in folder: String) -> Bool {
    let path = file as NSString
    let name = (path.lastPathComponent as NSString).deletingPathExtension
    guard FileManager.default.fileExists(atPath: file),
      PredictionRows.isSameFile(file.parentFolder.isEmpty ? "." : file.parentFolder, folder)
    else { return false }
    if name == "probabilities" {
      return (try? ArrayCollection(path: folder))?.holds("logits") == false
    }
    return ["logits", "labels", "features", "class_counts", "expert_logits"].contains(name)
  }
}
