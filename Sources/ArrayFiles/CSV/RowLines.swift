/// In which line of a table each of its rows begins.
struct RowLines: Sendable {
  /// Rows that do not begin in the line behind that of the row before: the first one, and those behind empty lines
  /// or line breaks in quotes.
  private var jumps: [(row: Int, line: Int)] = []
  private var rows = 0
  /// Where the next row begins unless it jumps.
  private var expected = 0

  /// Adds the next row, which begins in a line from 1.
  @inline(__always)
  mutating func append(_ line: Int) {
    if line != expected { jumps.append((rows, line)) }
    rows += 1
    expected = line + 1
  }

  /// The line of a row from 0.
  /// - Precondition: there is that row.
  subscript(row: Int) -> Int {
    precondition(0..<rows ~= row, "row \(row) of \(rows)")
    return jumps.last { $0.row <= row }.map { $0.line + row - $0.row } ?? row + 1
  }
}
