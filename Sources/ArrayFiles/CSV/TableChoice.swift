/// How a table is to be read where its own look does not say: which columns, and whether they have names.
public struct TableChoice: Sendable, Equatable {
  /// `nil` for all of those that the array may be.
  public var columns: ColumnSelection?
  /// Whether the first line names the columns; as its fields tell unless somebody said it.
  public var header: CSVFile.Header

  /// Without arguments, nothing is chosen, and the table's look decides.
  public init(columns: ColumnSelection? = nil, header: CSVFile.Header = .automatic) {
    self.columns = columns
    self.header = header
  }
}

/// What became of a table when an array was taken from it.
public struct TableColumns: Sendable {
  /// Names of the array's columns; `nil` when the table has none.
  public let names: [String]?
  /// Where the array's columns stand in the table, from 0.
  public let places: [Int]
  /// Whether somebody chose the columns.
  public let isChosen: Bool
  /// Whether the notes tell what was left out: not where the array is one column that was named.
  let namesLeft: Bool
  /// What was said about the first line.
  public let header: CSVFile.Header
  /// Whether the numbers are positions of the names that the fields of the only column hold.
  public let holdsNames: Bool
  /// Where the rows stand.
  let lines: RowLines
  /// All of it.
  let table: CSVTable

  /// What was left out, and how the first line was taken, in words.
  public var notes: [String] {
    table.notes + (namesLeft ? leftNote.map { [$0] } ?? [] : [])
  }

  /// Whether the first row of the only column, a plain 0, may be its name.
  public var mayBeginWithName: Bool { table.mayBeginWithName }

  /// A row, or a number in it, as who opens the file finds it: line 5, column 'dog'.
  func place(row: Int, column: Int?) -> String {
    let line = "line \(lines[row])"
    guard let column else { return line }
    let name = names.flatMap { $0[column].isEmpty ? nil : "'\($0[column])'" }
    return "\(line), column \(name ?? String(places[column] + 1))"
  }

  /// One of the array's columns in words: column 5, 'label',
  public func title(_ column: Int) -> String {
    CSVTable.title(names?[column], number: places[column] + 1)
  }

  /// The array's columns without some of them, as a shell's word that `--columns` would choose them by.
  public func selection(without left: [Int]) -> String {
    let kept = places.indices.filter { !left.contains($0) }
    let words = kept.map { column in
      names.map { CSVTable.quoted($0[column]) } ?? String(places[column] + 1)
    }
    var parts: [String] = []
    var first = 0
    while first < kept.count {
      // A range only where nothing lies between that is not wanted, and between plain names.
      var last = first
      while last + 1 < kept.count, places[kept[last + 1]] == places[kept[last]] + 1 { last += 1 }
      let isRange =
        last - first > 1 && ![words[first], words[last]].contains { $0.hasPrefix("\"") }
      parts += isRange ? ["\(words[first])..\(words[last])"] : Array(words[first...last])
      first = last + 1
    }
    return (parts.prefix(8).joined(separator: ",") + (parts.count > 8 ? ",…" : "")).shellWord
  }
}
