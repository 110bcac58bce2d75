package import Foundation

/// A JSON object with a value for each name, such as `{"cat": 500, "dog": 20}`.
///
/// A name that is there twice is refused; Foundation's reader takes one of its values.
package enum JSONMembers {
  /// The numbers of an object.
  /// - Parameters:
  ///   - bytes: a whole file.
  ///   - path: its name, for messages.
  /// - Returns: names and numbers in the order of the file; `nil` where it is no object.
  /// - Throws: `FileProblem` for an object with something else, and for a name that is there twice.
  package static func numbers(
    _ bytes: Data, path: String
  ) throws(FileProblem) -> [(name: String, value: Double)]? {
    try read(bytes, path: path, "a number") { scanner in scanner.number() }
  }

  /// As ``numbers(_:path:)``, for texts.
  package static func texts(
    _ bytes: Data, path: String
  ) throws(FileProblem) -> [(name: String, value: String)]? {
    try read(bytes, path: path, "a text") { scanner in try? scanner.string() }
  }

  private static func read<Value>(
    _ bytes: Data, path: String, _ expected: String, _ value: (inout JSONScanner) -> Value?
  ) throws(FileProblem) -> [(name: String, value: Value)]? {
    let text = bytes.starts(with: CSVScanner.byteOrderMark) ? bytes.dropFirst(3) : bytes
    let first = text.first { ![0x20, 0x0a, 0x09, 0x0d].contains($0) }
    guard first == UInt8(ascii: "{") else { return nil }
    var scanner = JSONScanner(text, path: path, part: "")
    var members: [(name: String, value: Value)] = []
    var names: Set<String> = []
    try scanner.object { scanner, name throws(FileProblem) in
      guard names.insert(name).inserted else {
        throw scanner.problem("'\(name)' is there twice; each name once was expected")
      }
      guard let found = value(&scanner) else {
        throw scanner.problem("'\(name)' has another value than \(expected), which was expected")
      }
      members.append((name, found))
    }
    try scanner.finish()
    return members
  }
}
