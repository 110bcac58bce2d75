public import ArrayFiles
internal import Foundation

/// A text file with the name of a class on each line, in class order.
public enum ClassNameFile {
  /// - Throws: `FileProblem` for a file that cannot be read or is not UTF-8, a line without a name, and a
  ///   name that is there twice.
  public static func read(_ path: String) throws(FileProblem) -> [String] {
    try parse(Array(try TextLines(path).lines), path: path)
  }

  /// Writes the names, the file whole or not at all.
  /// - Throws: `FileProblem` as `check(_:for:)`, and for a file that cannot be written.
  public static func write(_ names: [String], to path: String) throws(FileProblem) {
    try check(names, for: path)
    try AtomicFile.write(Data(names.map { "\($0)\n" }.joined().utf8), to: path)
  }

  /// - Throws: `FileProblem` for a name that would not be read back as it is, such as one with a line break.
  static func check(_ names: [String], for path: String) throws(FileProblem) {
    for name in names {
      let breaks = name.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      guard !name.isEmpty, !breaks, !name.hasPrefix("\u{FEFF}") else {
        throw FileProblem(
          path,
          "the class name “\(FolderListing.escaped(name.utf8))” cannot stand on a line of its own; rename the class"
        )
      }
    }
    _ = try parse(names, path: path)
  }

  private static func parse(_ lines: [String], path: String) throws(FileProblem) -> [String] {
    let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    var lineOf: [String: Int] = [:]
    for (index, name) in lines[..<end].enumerated() {
      guard !name.isEmpty else {
        throw FileProblem(path, at: "line \(index + 1)", "there is no class name in this line")
      }
      if let other = lineOf.updateValue(index + 1, forKey: name) {
        throw FileProblem(
          path, at: "line \(index + 1)", "the class name “\(name)” stands in line \(other) too")
      }
    }
    return Array(lines[..<end])
  }
}
