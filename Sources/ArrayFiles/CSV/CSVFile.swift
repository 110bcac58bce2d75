public import Foundation

/// Tables as text: a line a row, fields separated by commas (RFC 4180). Numbers are read by ``CSVTable``.
public enum CSVFile {
  /// Whether the first line of a table of numbers names its columns.
  public enum Header: String, Sendable, CaseIterable {
    /// As its fields tell; a line that may be either is refused.
    case automatic
    case present = "yes"
    case absent = "no"
  }

  /// One row of a table of text.
  public struct Row: Equatable, Sendable {
    /// The row's fields in order, without the quotes around them.
    public let fields: [String]
    /// Number of the line where it begins, from 1.
    public let line: Int
  }

  /// Reads a table of text, rows of any length. Fields may be quoted, and then hold separators,
  /// line breaks and doubled quotes; empty lines are skipped.
  public static func readRows(
    _ path: String, separator: Unicode.Scalar = ","
  ) throws(FileProblem) -> [Row] {
    try parseRows(try MappedFile(path: path).bytes, path: path, separator: separator)
  }

  /// As `readRows`, from the bytes of a whole file; `path` names it in messages.
  public static func parseRows(
    _ bytes: Data, path: String, separator: Unicode.Scalar = ","
  ) throws(FileProblem) -> [Row] {
    let separator = UInt8(ascii: separator)
    return try bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in
        var scanner = try CSVScanner(buffer, path: path, separator: separator)
        var rows: [Row] = []
        scanner.skipEmptyLines()
        while !scanner.isAtEnd {
          let line = scanner.line
          var fields: [String] = []
          var isLast = false
          while !isLast {
            let found = try scanner.field()
            fields.append(try scanner.text(found.field))
            isLast = found.isLast
          }
          rows.append(Row(fields: fields, line: line))
          scanner.skipEmptyLines()
        }
        return rows
      }
    }.get()
  }

  /// Writes a table atomically, fields quoted where they need it.
  public static func write(
    header: [String]? = nil, rows: some Sequence<[String]>, to path: String
  ) throws(FileProblem) {
    var file = try AtomicFile.Writer(path: path)
    if let header { try file.write(line(header)) }
    for row in rows { try file.write(line(row)) }
    try file.commit()
  }

  private static func line(_ fields: [String]) -> String {
    // A row of one empty field would look like an empty line, which readers skip.
    guard fields != [""] else { return "\"\"\n" }
    return fields.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    // Readers may trim spaces.
    field.hasPrefix(" ") || field.hasSuffix(" ") ? field.inQuotes : field.csvField
  }
}
