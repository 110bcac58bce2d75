import Foundation

/// Columns of a table as somebody names them: `cat,dog,owl`, `cat..yak`, `"tabby, tabby cat",dog`.
///
/// A range goes from one column to another as they stand in the table. A name with a comma, or with two
/// points that are no range, is quoted as in a table, at an end of a range as well: `"cat, small"..yak`. Columns of a table without names are numbered from 1.
public struct ColumnSelection: Sendable, Equatable {
  private struct Item: Equatable {
    let text: String
    let isQuoted: Bool
    /// Where a range ends, if one of its ends is quoted: other ranges are told from names by the table.
    var end: String?
  }

  private let items: [Item]

  /// - Throws: `FileProblem` with the text as its path, when it is no list of names.
  public init(_ text: String) throws(FileProblem) {
    var items: [Item] = []
    for piece in Self.pieces(text) { items.append(try Self.item(piece, of: text)) }
    self.items = items
  }

  /// The parts between commas that are not quoted. A quote begins at the start of a part, or behind two points.
  private static func pieces(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    var isQuoted = false
    var hasJustClosed = false
    for index in text.indices {
      let before = text[start..<index]
      let isQuote = text[index] == "\""
      if isQuote {
        // A doubled quote closes and opens at once.
        let opens = before.allSatisfy(\.isWhitespace) || before.hasSuffix("..") || hasJustClosed
        hasJustClosed = isQuoted
        isQuoted = !isQuoted && opens
      } else {
        hasJustClosed = false
      }
      if text[index] == ",", !isQuoted {
        pieces.append(before)
        start = text.index(after: index)
      }
    }
    return pieces + [text[start...]]
  }

  private static func item(_ piece: Substring, of text: String) throws(FileProblem) -> Item {
    let quote: Character = "\""
    let start = piece.drop(while: \.isWhitespace)
    var ends: (Substring, Substring)?
    if start.first == quote {
      // Behind an even number of quotes the first name ends.
      var isOpen = false
      let end = start.indices.first { index in
        if start[index] == quote { isOpen.toggle() }
        return !isOpen && start[index...].hasPrefix("..")
      }
      ends = end.map { (start[..<$0], start[$0...].dropFirst(2)) }
    } else if let points = start.firstRange(of: "..\"") {
      ends = (start[..<points.lowerBound], start[points.lowerBound...].dropFirst(2))
    }
    guard let (first, last) = ends else { return try name(piece, of: text) }
    var item = try name(first, of: text)
    item.end = try name(last, of: text).text
    return item
  }

  /// One name, as a table has it.
  private static func name(_ piece: Substring, of text: String) throws(FileProblem) -> Item {
    let bytes = Array(piece.utf8)
    return try bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in
        var scanner = try CSVScanner(buffer, path: text, separator: UInt8(ascii: ","))
        let fields = try scanner.row()
        guard scanner.isAtEnd, fields.count == 1, let field = fields.first,
          case let name = try scanner.name(field), !name.isEmpty
        else {
          throw FileProblem(text, "names of columns were expected, such as cat,dog or cat..yak")
        }
        return Item(text: name, isQuoted: field.isQuoted)
      }
    }.get()
  }

  /// The columns of a table that are meant, from 0, in the order of the selection.
  /// - Throws: `FileProblem` for a name that is not there or there twice, a range that runs backwards, and a
  ///   column that is named twice.
  func columns(of table: CSVTable) throws(FileProblem) -> [Int] {
    var columns: [Int] = []
    for item in items {
      for column in try self.columns(item, of: table) {
        guard !columns.contains(column) else {
          throw FileProblem(
            table.path,
            "\(CSVTable.title(table.names?[column], number: column + 1)) is chosen twice")
        }
        columns.append(column)
      }
    }
    return columns
  }

  private func columns(_ item: Item, of table: CSVTable) throws(FileProblem) -> ClosedRange<Int> {
    if let end = item.end {
      guard let first = try table.column(named: item.text) else {
        throw table.noColumn(named: item.text)
      }
      guard let last = try table.column(named: end) else { throw table.noColumn(named: end) }
      return try range(first, last, "\(item.text)..\(end)", of: table)
    }
    if let column = try table.column(named: item.text) { return column...column }
    let parts = item.text.components(separatedBy: "..")
    // A name may hold two points itself: every way to cut the text is tried.
    for cut in 1..<max(parts.count, 2) where !item.isQuoted && cut < parts.count {
      guard let first = try table.column(named: parts[..<cut].joined(separator: "..")),
        let last = try table.column(named: parts[cut...].joined(separator: ".."))
      else { continue }
      return try range(first, last, item.text, of: table)
    }
    throw table.noColumn(named: item.text)
  }

  private func range(
    _ first: Int, _ last: Int, _ text: String, of table: CSVTable
  ) throws(FileProblem) -> ClosedRange<Int> {
    guard first <= last else {
      throw FileProblem(
        table.path, "the columns \(text) run backwards: the last one stands before the first")
    }
    return first...last
  }
}

extension CSVTable {
  /// The column of that name, or of that number from 1 in a table without names; `nil` when there is none.
  /// - Throws: `FileProblem` when two have the name.
  func column(named name: String) throws(FileProblem) -> Int? {
    guard let names else {
      return Int(name).flatMap { (1...columns).contains($0) ? $0 - 1 : nil }
    }
    guard let column = names.firstIndex(of: name) else { return nil }
    guard names.lastIndex(of: name) == column else {
      throw FileProblem(path, "two columns are named '\(name)'; one was expected")
    }
    return column
  }

  func noColumn(named name: String) -> FileProblem {
    let found =
      names.map { "its columns are \(Self.list($0))" }
      ?? "its first line does not name columns, they are numbered 1 to \(columns)"
    return FileProblem(path, "no column is named '\(name)'; \(found)")
  }

  /// A column in words, by its name and its number from 1: column 5, 'label',
  static func title(_ name: String?, number: Int) -> String {
    guard let name else { return "column \(number)" }
    return "column \(number), " + (name.isEmpty ? "which has no name," : "'\(name)',")
  }

  /// Names as a list for messages, cut where it gets long.
  public static func list(_ names: [String]) -> String {
    names.map { name in
      name.isEmpty ? "(no name)" : quoted(name).replacing("\n", with: "\\n")
    }.listed(most: 20)
  }

  /// A name as ``ColumnSelection`` reads it: in quotes where it needs them.
  package static func quoted(_ name: String) -> String {
    let isPlain =
      !name.contains { $0 == "," || $0 == "\"" || $0.isNewline } && !name.contains("..")
    return isPlain ? name : name.inQuotes
  }
}
