internal import ArrayFiles
import Calibration
internal import Foundation

/// What follows the colon of a source of files: a path, settings as `key=value`, or both, separated by
/// commas. A value in double quotes may hold anything, a quote written twice.
struct DataLocation: Sendable, Codable, Equatable {
  /// The path that stands alone, in front.
  let path: String?
  private let values: [String: String]

  /// - Parameters:
  ///   - text: what the user wrote.
  ///   - source: the source's name, for messages.
  ///   - keys: the settings that it has.
  /// - Throws: `UnknownName` for another key; ``DatasetProblem`` for what can be read in two ways or not
  ///   at all.
  init(_ text: String, source: String, keys: [String]) throws {
    let items = try Self.items(text, source: source)
    // A comma or an equals sign may simply be part of a name.
    if FileManager.default.fileExists(atPath: Self.expanded(text)) {
      if items.contains(where: { $0.key != nil }),
        let first = items.first, FileManager.default.fileExists(atPath: first.path)
      {
        throw DatasetProblem(
          "\(source):\(text) names what is there as it stands, and is a path with settings as well; "
            + "quote the path: \(source):\"…\"")
      }
      path = Self.expanded(text)
      values = [:]
      return
    }
    var path: String?
    var values: [String: String] = [:]
    for (index, item) in items.enumerated() {
      guard let key = item.key else {
        guard index == 0 else {
          throw DatasetProblem("\(source) setting “\(item.value)” is not of the form key=value")
        }
        path = item.path
        continue
      }
      let name = key == "val" ? "validation" : key
      guard keys.contains(name) else { throw UnknownName("\(source) setting", key, known: keys) }
      guard !item.value.isEmpty else { throw DatasetProblem("\(source) setting \(key) is empty") }
      guard values.updateValue(item.value, forKey: name) == nil else {
        throw DatasetProblem("\(source) setting \(name) is given twice")
      }
    }
    self.path = path
    self.values = values
  }

  /// A setting as it was written.
  func text(_ key: String) -> String? { values[key] }

  /// A setting that is a path; a `~` in front is the home folder.
  func path(_ key: String) -> String? { values[key].map(Self.expanded) }

  /// A setting that is `yes` or `no`.
  func flag(_ key: String) throws -> Bool? {
    guard let text = values[key] else { return nil }
    guard text == "yes" || text == "no" else {
      throw DatasetProblem("setting \(key)=\(text); expected yes or no")
    }
    return text == "yes"
  }

  private static func expanded(_ path: String) -> String {
    path.hasPrefix("~") ? path.expandingHomeFolder : path
  }

  /// The settings that are paths.
  private static let pathKeys: Set<String> = [
    "train", "val", "validation", "test", "root", "classes",
  ]

  /// The text that names the same data from any folder: its paths from the root on.
  /// - Parameters:
  ///   - text: what the user wrote; what cannot be read stays as it is.
  ///   - folder: where relative paths start.
  /// - Returns: a text that is read alike from everywhere.
  static func located(_ text: String, from folder: String) -> String {
    let whole = text.absolutePath(from: folder)
    if FileManager.default.fileExists(atPath: whole) { return whole }
    guard let items = try? items(text, source: "") else { return text }
    return items.map { item in
      guard let key = item.key else { return written(item.value.absolutePath(from: folder)) }
      let isPath = pathKeys.contains(key)
      return key + "=" + written(isPath ? item.value.absolutePath(from: folder) : item.value)
    }.joined(separator: ",")
  }

  /// A value as ``items(_:source:)`` reads it: in quotes where it needs them.
  private static func written(_ value: String) -> String {
    let ends = value.indices.filter { value[$0] == "," }
    let isPlain =
      value.first != "\"" && leadingKey(value[...]) == nil
      && ends.allSatisfy { leadingKey(value[value.index(after: $0)...]) == nil }
    return isPlain ? value : value.inQuotes
  }

  private struct Item {
    let key: String?
    let value: String

    var path: String { DataLocation.expanded(value) }
  }

  /// A comma separates where `key=` follows it; others belong to the value.
  private static func items(_ text: String, source: String) throws -> [Item] {
    var items: [Item] = []
    var rest = text[...]
    repeat {
      let key = leadingKey(rest)
      if let key { rest = rest.dropFirst(key.count + 1) }
      if rest.first == "\"" {
        let (value, after) = try quoted(rest, source: source)
        items.append(Item(key: key, value: value))
        rest = after
      } else {
        var end = rest.startIndex
        while end < rest.endIndex,
          rest[end] != "," || leadingKey(rest[rest.index(after: end)...]) == nil
        { end = rest.index(after: end) }
        items.append(Item(key: key, value: String(rest[..<end])))
        rest = rest[end...]
      }
      guard let comma = rest.popFirst() else { return items }
      guard comma == "," else {
        throw DatasetProblem(
          "\(source):\(text): text follows a closing quote, a comma was expected")
      }
    } while true
  }

  private static func leadingKey(_ text: Substring) -> String? {
    let word = text.prefix { $0.isASCII && $0.isLetter }
    return !word.isEmpty && text.dropFirst(word.count).first == "=" ? String(word) : nil
  }

  private static func quoted(
    _ text: Substring, source: String
  ) throws -> (value: String, rest: Substring) {
    var value = ""
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      if character != "\"" {
        value.append(character)
      } else if rest.first == "\"" {
        value.append("\"")
        rest = rest.dropFirst()
      } else {
        return (value, rest)
      }
    }
    throw DatasetProblem("\(source):\(text): a quote is not closed")
  }
}
