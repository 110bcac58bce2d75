public import Foundation

/// A table of numbers, opened: what its columns are called is known, the rows are still text.
public struct CSVTable: Sendable {
  /// The file, as the user gave it.
  public let path: String
  /// Names of the columns, when the first line has them.
  public let names: [String]?
  /// How many columns there are: the fields of the first line.
  public let columns: Int
  /// What a reader should know of how the first line was taken; empty where it is plain.
  public let notes: [String]
  /// Whether the first row of the only column, a plain 0, may be its name.
  public let mayBeginWithName: Bool

  private let bytes: Data
  /// The file of these bytes; `nil` where they are in memory alone.
  private let file: MappedFile?
  private let separator: UInt8
  /// Where the rows begin, and in which line.
  private let start: (position: Int, line: Int)

  /// Maps the file and looks at its first line.
  /// - Throws: `FileProblem` when the file cannot be read, has no line, or when its first line may be names
  ///   or numbers.
  public init(
    _ path: String, header: CSVFile.Header = .automatic, separator: Unicode.Scalar = ","
  ) throws(FileProblem) {
    try self.init(path, header: header, separator: separator, wayOut: .option)
  }

  /// As `init(_:header:separator:)`, with what a message advises about a line that may be names or numbers.
  init(
    _ path: String, header: CSVFile.Header, separator: Unicode.Scalar, wayOut: CSVHeader.WayOut
  ) throws(FileProblem) {
    let file = try MappedFile(path: path)
    try self.init(
      file.bytes, of: file, path: path, header: header, separator: separator, wayOut: wayOut)
  }

  /// As `init(_:header:separator:)`, from the bytes of a whole file; `path` names it in messages.
  public init(
    _ bytes: Data, path: String, header: CSVFile.Header = .automatic,
    separator: Unicode.Scalar = ","
  ) throws(FileProblem) {
    try self.init(
      bytes, of: nil, path: path, header: header, separator: separator, wayOut: .option)
  }

  private init(
    _ bytes: Data, of file: MappedFile?, path: String, header: CSVFile.Header,
    separator: Unicode.Scalar, wayOut: CSVHeader.WayOut
  ) throws(FileProblem) {
    let separator = UInt8(ascii: separator)
    let opened = try bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in
        var scanner = try CSVScanner(buffer, path: path, separator: separator)
        scanner.skipEmptyLines()
        guard !scanner.isAtEnd else { throw FileProblem(path, "the file has no rows") }
        let comments = try CSVComments(skippedBy: &scanner, header)
        var first = scanner
        let columns = try first.row().count
        let header = try CSVHeader(header, &scanner, wayOut: wayOut)
        let notes = [comments.note, header.note].compactMap { $0 }
        return (header, columns, (scanner.position, scanner.line), notes)
      }
    }.get()
    self.path = path
    self.bytes = bytes
    self.file = file
    self.separator = separator
    names = opened.0.names
    notes = opened.3
    mayBeginWithName = opened.0.mayBeZero
    columns = opened.1
    start = opened.2
  }

  /// The numbers of some columns, in the order given. Empty lines are skipped; the other columns may hold
  /// anything.
  /// - Parameters:
  ///   - columns: from 0.
  ///   - advice: what to do about a field that is no number, for its message.
  /// - Returns: float64, `[rows, columns.count]`.
  /// - Precondition: each of them is a column of the table, and none comes twice.
  /// - Throws: `FileProblem` for a field that is no number, and for rows of another length.
  public func numbers(
    _ columns: [Int], advice: String = ""
  ) throws(FileProblem) -> NumericArray {
    try rows(columns, advice: advice).numbers
  }

  /// The numbers of all columns.
  public func numbers() throws(FileProblem) -> NumericArray { try numbers(Array(0..<columns)) }

  /// As ``numbers(_:advice:)``, with the line of each row.
  func rows(_ columns: [Int], advice: String) throws(FileProblem) -> NumberedRows {
    let places = columns.enumerated().reduce(into: [Int](repeating: -1, count: self.columns)) {
      $0[$1.element] = $1.offset
    }
    return try scan { scanner throws(FileProblem) in
      try rows(&scanner, places, width: columns.count, advice: advice)
    }
  }

  /// A field of one column.
  struct Text: Sendable {
    let text: String
    let isNumber: Bool
    /// Where its row begins, from 1.
    let line: Int
  }

  /// One column as text, without the spaces around plain fields.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  func texts(_ wanted: Int) throws(FileProblem) -> [Text] {
    try scan { scanner throws(FileProblem) in
      var texts: [Text] = []
      scanner.skipEmptyLines()
      while !scanner.isAtEnd {
        let line = scanner.line
        var column = 0
        var isLast = false
        while !isLast, column <= columns {
          let found = try scanner.field()
          isLast = found.isLast
          if column == wanted {
            texts.append(
              Text(
                text: try scanner.name(found.field),
                isNumber: scanner.number(found.field) != nil, line: line))
          }
          column += 1
        }
        guard column == columns else { throw otherLength(column, scanner) }
        scanner.skipEmptyLines()
      }
      return texts
    }
  }

  /// The columns whose field in the first row is no number, from 0.
  /// - Throws: `FileProblem` for text that cannot be cut into fields.
  func columnsBeginningWithText() throws(FileProblem) -> [Int] {
    try scan { scanner throws(FileProblem) in
      scanner.skipEmptyLines()
      guard !scanner.isAtEnd else { return [] }
      let fields = try scanner.row().prefix(columns)
      return fields.indices.filter { scanner.number(fields[$0]) == nil }
    }
  }

  /// The first empty line that a row follows, from 1, be it the first below the header; `nil` where there is none.
  func emptyLine() throws(FileProblem) -> Int? {
    try scan { scanner throws(FileProblem) in
      while !scanner.isAtEnd {
        let (line, position) = (scanner.line, scanner.position)
        scanner.skipEmptyLines()
        guard !scanner.isAtEnd else { break }
        guard scanner.position == position else { return line }
        _ = try scanner.row()
      }
      return nil
    }
  }

  /// Reads on from the first row; what this touched of a file does not stay in memory.
  private func scan<Found>(
    _ body: (inout CSVScanner) throws(FileProblem) -> Found
  ) throws(FileProblem) -> Found {
    defer { file?.releasePages() }
    return try bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in
        var scanner = try CSVScanner(buffer, path: path, separator: separator)
        (scanner.position, scanner.line) = start
        return try body(&scanner)
      }
    }.get()
  }

  private func otherLength(
    _ found: Int, _ scanner: CSVScanner, endsEmpty: Bool = false
  ) -> FileProblem {
    scanner.problem(
      "the row has \(found > columns ? "more" : String(found)) fields, the first row has \(columns)"
        + (endsEmpty && found == columns + 1 ? CSVHint.emptyEnd(separator) : ""))
  }

  private func rows(
    _ scanner: inout CSVScanner, _ places: [Int], width: Int, advice: String
  ) throws(FileProblem) -> NumberedRows {
    var values = GrowingNumbers(capacity: capacity(width: width))
    var rows = 0
    var lines = RowLines()
    scanner.skipEmptyLines()
    while !scanner.isAtEnd {
      lines.append(scanner.line)
      let row = values.append(count: width)
      var column = 0
      var isLast = false
      var endsEmpty = false
      while !isLast {
        let place = column < places.count ? places[column] : -1
        if place >= 0, let number = scanner.plainNumber() {
          row[place] = number.value
          isLast = number.isLast
        } else {
          let found = try scanner.field()
          isLast = found.isLast
          endsEmpty = isLast && found.field.range.isEmpty
          if place >= 0 {
            guard let value = scanner.number(found.field) else {
              throw notANumber(found.field, column, scanner, advice)
            }
            row[place] = value
          }
        }
        column += 1
        // Too long a row is refused before it is read to its end.
        if column > places.count { break }
      }
      guard column == places.count else {
        throw otherLength(column, scanner, endsEmpty: endsEmpty)
      }
      rows += 1
      scanner.skipEmptyLines()
    }
    return NumberedRows(
      numbers: NumericArray(
        shape: [rows, width], elementType: .float64, bytes: values.finished()), lines: lines)
  }

  private func notANumber(
    _ field: CSVScanner.Field, _ column: Int, _ scanner: CSVScanner, _ advice: String
  ) -> FileProblem {
    let text = String(
      decoding: scanner.bytes[scanner.trimmed(field.range)].prefix(200), as: UTF8.self)
    let name = names.flatMap { $0[column].isEmpty ? nil : " of column '\($0[column])'" } ?? ""
    if columns == 1, !field.isQuoted, let hint = CSVHint.separator(text, expected: separator) {
      return scanner.problem("'\(text.prefix(40))' is not a number: \(hint)")
    }
    return scanner.problem(
      field: column + 1,
      (text.isEmpty
        ? "the field\(name) is empty, a number was expected"
        : "'\(text.prefix(40))'\(name) is not a number\(CSVHint.decimalComma(text))"
          + CSVHint.cutNumbers(text, expected: separator)
          + CSVHint.truthValue(text)) + advice)
  }

  /// Numbers that fit without growing; one pass over the line feeds saves the copies.
  private func capacity(width: Int) -> Int {
    let rest = bytes.dropFirst(start.position)
    let lines = rest.withUnsafeBytes { buffer in
      buffer.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }
    // Each field takes two bytes at least, its last digit and what ends it.
    let rows = min(lines, rest.count / (2 * columns) + 1)
    let (product, overflow) = rows.multipliedReportingOverflow(by: width)
    return overflow ? rest.count / 2 + 1 : product
  }
}
