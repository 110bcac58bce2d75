internal import ArrayFiles
internal import Foundation

/// A row of a list that is a table.
struct ListRow {
  let fields: [String]
  /// Line in the file where it begins, from 1.
  let line: Int

  /// The rows of a table, what gzip has packed unpacked, fields without spaces around them.
  /// - Throws: `FileProblem` that names the line which is wrong.
  static func read(_ path: String) throws -> [ListRow] {
    let bytes = try ListBytes.read(path)
    guard let separator = separator(bytes, path) else { return try spacedRows(bytes, path) }
    return try CSVFile.parseRows(bytes, path: path, separator: separator).map {
      ListRow(fields: $0.fields.map { ListLine.trimmed($0[...]) }, line: $0.line)
    }
  }

  /// The separator that the first line has: a comma where it has one, else a tab or a semicolon; `nil` for spaces in a
  /// file that is not called a table.
  private static func separator(_ bytes: Data, _ path: String) -> Unicode.Scalar? {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let ending = ListBytes.ending(path)
    let candidates: [Unicode.Scalar] = ending == "tsv" ? ["\t", ",", ";"] : [",", "\t", ";"]
    if let found = candidates.first(where: { line.contains(UInt8(ascii: $0)) }) { return found }
    return ending == "csv" || ending == "tsv" ? candidates[0] : nil
  }

  /// Rows of as many words each.
  private static func spacedRows(_ bytes: Data, _ path: String) throws -> [ListRow] {
    let rows = try TextLines(bytes, path: path).lines.enumerated().map { index, line in
      ListRow(fields: line.split(whereSeparator: \.isWhitespace).map(String.init), line: index + 1)
    }.filter { !$0.fields.isEmpty }
    if let first = rows.first,
      let other = rows.first(where: { $0.fields.count != first.fields.count })
    {
      throw FileProblem(
        path, at: "line \(other.line)",
        "\(other.fields.count) words, while line \(first.line) has \(first.fields.count); columns with spaces in them are "
          + "parted by tabs or commas")
    }
    return rows
  }
}
