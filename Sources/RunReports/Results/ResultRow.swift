import ArrayFiles

/// A line of a file of results, by the names of its columns.
struct ResultRow {
  let path: String
  let line: Int
  private let values: [String: String]

  /// - Throws: `FileProblem` for a line with more or fewer fields than the header.
  init(_ row: CSVFile.Row, header: [String], path: String) throws(FileProblem) {
    guard row.fields.count == header.count else {
      throw FileProblem(
        path, at: "line \(row.line)",
        "has \(row.fields.count) fields under \(header.count) names of columns")
    }
    self.path = path
    line = row.line
    values = Dictionary(zip(header, row.fields), uniquingKeysWith: { first, _ in first })
  }

  /// The text of a column; empty where there is none.
  subscript(name: String) -> String { values[name] ?? "" }

  /// - Throws: `FileProblem` for an empty field.
  func word(_ name: String) throws(FileProblem) -> String {
    guard !self[name].isEmpty else { throw problem(name, "a text") }
    return self[name]
  }

  /// - Returns: `nil` for an empty field.
  /// - Throws: `FileProblem` for what is no finite number.
  func number(_ name: String) throws(FileProblem) -> Double? {
    guard !self[name].isEmpty else { return nil }
    return try required(name)
  }

  /// - Throws: `FileProblem` for what is no finite number.
  func required(_ name: String) throws(FileProblem) -> Double {
    guard let value = Double(self[name]), value.isFinite else { throw problem(name, "a number") }
    return value
  }

  /// - Throws: `FileProblem` for what is no whole number of 0 or more.
  func count(_ name: String) throws(FileProblem) -> Int {
    guard let value = Int(self[name]), value >= 0 else {
      throw problem(name, "a whole number of 0 or more")
    }
    return value
  }

  /// - Returns: `nil` for an empty field.
  /// - Throws: as ``count(_:)``.
  func countIfKnown(_ name: String) throws(FileProblem) -> Int? {
    self[name].isEmpty ? nil : try count(name)
  }

  /// What is wrong with a field.
  func problem(_ name: String, _ expected: String) -> FileProblem {
    FileProblem(path, at: "line \(line), \(name)", "expected \(expected), found “\(self[name])”")
  }
}
