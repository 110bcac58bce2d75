import ArrayFiles
import Foundation

/// Files with one JSON value and a line's end.
enum JSONFile {
  /// Writes the whole file or nothing.
  static func write(_ value: Data, to path: String) throws {
    try AtomicFile.write(value + [UInt8(ascii: "\n")], to: path)
  }

  /// - Throws: `FileProblem` for what cannot be read.
  static func contents(of path: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FileProblem.unreadable(path, error)
    }
  }
}
