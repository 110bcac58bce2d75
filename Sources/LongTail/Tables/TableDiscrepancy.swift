/// Two published figures of the same thing that are not the same.
public struct TableDiscrepancy: Sendable, Equatable {
  /// A place of a table.
  public struct Place: Sendable, Equatable {
    /// One of ``PublishedTables/names``.
    public let table: String
    /// The row's label.
    public let row: String
    /// The column's label.
    public let column: String

    public init(_ table: String, row: String, column: String) {
      self.table = table
      self.row = row
      self.column = column
    }
  }

  /// The row's label in the table that says it.
  public let row: String
  /// The column's label there.
  public let column: String
  /// Where another figure stands.
  public let other: Place

  public init(row: String, column: String, other: Place) {
    self.row = row
    self.column = column
    self.other = other
  }

  /// In words with both figures, "BBN, …: 69.6 here, 66.3 in …"; `nil` where a place has none.
  public func text(in table: PublishedTable) -> String? {
    guard let own = table.figure(row: row, column: column),
      let elsewhere = (try? PublishedTables.table(named: other.table))?
        .figure(row: other.row, column: other.column),
      let here = own.accuracy, let there = elsewhere.accuracy
    else { return nil }
    return
      "\(row), \(column): \(here) here, \(there) in \(other.table) (\(other.row), \(other.column))"
  }
}
