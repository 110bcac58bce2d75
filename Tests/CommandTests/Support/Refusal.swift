import Foundation
import TestSupport
import Testing

/// Expects that the command refuses: with this exit code, with words that name the trouble, and
/// without having made, changed or left anything in the folder.
/// - Returns: what the command said.
@discardableResult
func expectRefusal(
  _ arguments: [String], code: Int32, naming words: [String], in folder: TemporaryFolder,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let before = try contents(of: folder.path)
  let outcome = try LongTailProcess.run(arguments, in: folder.path)
  #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
  for word in words {
    #expect(
      outcome.errors.contains(word), "“\(word)” is missing in: \(outcome.errors)",
      sourceLocation: sourceLocation)
  }
  let error = outcome.errors.components(separatedBy: "\n").filter { $0.hasPrefix("Error: ") }
  #expect(error.count == 1, "one message: \(outcome.errors)", sourceLocation: sourceLocation)
  #expect(!outcome.errors.contains("NSCocoaErrorDomain"), sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, "\(outcome.output)", sourceLocation: sourceLocation)
  let after = try contents(of: folder.path)
  #expect(
    after == before, "\(Set(after.keys).symmetricDifference(before.keys).sorted())",
    sourceLocation: sourceLocation)
  return outcome.errors
}

/// Every file below a folder, by its path in it; folders have no data.
func contents(of folder: String) throws -> [String: Data?] {
  var found: [String: Data?] = [:]
  for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
    let whole = folder + "/" + path
    let size = try FileManager.default.attributesOfItem(atPath: whole)[.size] as? Int ?? 0
    // Files of the size of a data set are told apart by their size alone.
    found[path] =
      size > 1 << 22
      ? Data("\(size) bytes".utf8) : .some(FileManager.default.contents(atPath: whole))
  }
  return found
}
