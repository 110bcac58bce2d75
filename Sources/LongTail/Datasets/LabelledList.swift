internal import ArrayFiles
internal import Foundation

/// A list file: a path and a label a line.
///
/// Labels are integers from 0, or names, which then are numbered in sorted order.
struct LabelledList {
  struct Entry {
    let path: String
    let label: String
    /// Line in the file, from 1.
    let line: Int
  }

  let path: String
  let entries: [Entry]

  /// - Throws: `FileProblem` that names the line without a label.
  init(path: String) throws {
    self.path = path
    let isTable = path.lowercased().hasSuffix(".csv")
    entries = isTable ? try Self.tableEntries(path) : try Self.lineEntries(path)
    guard !entries.isEmpty else { throw FileProblem(path, "the list is empty") }
  }

  private var hasNumbers: Bool { entries.contains { Int($0.label) != nil } }

  /// The classes that this (training) list has, in label order.
  func classNames() throws -> [String] {
    guard hasNumbers else { return Set(entries.map(\.label)).sorted() }
    var largest = 0
    for entry in entries {
      // Every class has a line, so no label can reach the number of lines.
      guard let label = Int(entry.label), 0..<entries.count ~= label else {
        throw FileProblem(
          path, at: "line \(entry.line)",
          "label “\(entry.label)”, expected an integer in 0 … \(entries.count - 1)")
      }
      largest = max(largest, label)
    }
    return (0...largest).map { "\($0)" }
  }

  /// The entries' labels as positions in `classNames`.
  func labels(classNames: [String]) throws -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: zip(classNames, classNames.indices))
    return try entries.map { entry in
      // "007" is as good as "7".
      let name = Int(entry.label).map { "\($0)" } ?? entry.label
      guard let label = numbers[entry.label] ?? numbers[name] else {
        throw FileProblem(
          path, at: "line \(entry.line)",
          "label “\(entry.label)” is none of the \(classNames.count) classes of the training list")
      }
      return label
    }
  }

  private static func lineEntries(_ path: String) throws -> [Entry] {
    let text = String(decoding: try MappedFile(path: path).bytes, as: UTF8.self)
    var entries: [Entry] = []
    for (number, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty else { continue }
      guard let space = line.lastIndex(where: \.isWhitespace) else {
        throw FileProblem(
          path, at: "line \(number + 1)", "no label after “\(line)”; expected “path label”")
      }
      entries.append(
        Entry(
          path: line[..<space].trimmingCharacters(in: .whitespaces),
          label: String(line[line.index(after: space)...]), line: number + 1))
    }
    return entries
  }

  private static func tableEntries(_ path: String) throws -> [Entry] {
    let rows = try CSVFile.readRows(path)
    return try rows.enumerated().compactMap { index, row in
      let fields = row.fields.map { $0.trimmingCharacters(in: .whitespaces) }
      if index == 0, fields.count >= 2, fields[1].lowercased() == "label" { return nil }
      guard fields.count >= 2, !fields[1].isEmpty else {
        throw FileProblem(
          path, at: "line \(row.line)", "no label after “\(fields[0])”; expected “path,label”")
      }
      return Entry(path: fields[0], label: fields[1], line: row.line)
    }
  }
}
