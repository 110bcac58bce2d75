/// The columns of a table that an array does not have.
extension TableColumns {
  /// Their numbers from 0, and their names; empty where the table names none.
  package var leftNames: [(number: Int, name: String)] {
    guard let names = table.names else { return [] }
    return left.map { ($0, names[$0]) }
  }

  /// Their numbers from 0, and their names; without names where the table names none.
  package var leftColumns: [(number: Int, name: String?)] {
    left.map { ($0, table.names?[$0]) }
  }

  /// That they are left out, in words; `nil` where there are none.
  package var leftNote: String? {
    guard !left.isEmpty else { return nil }
    let list = CSVTable.list(left.map { table.names?[$0] ?? String($0 + 1) })
    return left.count == 1 ? "column \(list) is left out" : "columns \(list) are left out"
  }

  /// A column of the table as text.
  /// - Parameter number: the column's, from 0.
  /// - Returns: one value a row, with the line where the row begins.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  package func texts(_ number: Int) throws(FileProblem) -> [(text: String, line: Int)] {
    try table.texts(number).map { ($0.text, $0.line) }
  }

  /// The first empty line that a row follows, from 1: it is no row, and may have been meant for one. `nil` for none.
  package var emptyLine: Int? { (try? table.emptyLine()) ?? nil }

  /// That there is such a line, as "; line 7 is empty, and is no row"; else nothing.
  package var emptyLineHint: String {
    emptyLine.map { "; line \($0) is empty, and is no row" } ?? ""
  }

  private var left: [Int] { (0..<table.columns).filter { !places.contains($0) } }
}
