import LongTail

/// A place of a published table, by its labels.
struct CellPlace: Hashable, CustomStringConvertible {
  /// One of `PublishedTables.names`.
  let table: String
  let row: String
  let column: String

  var description: String { "\(table), \(row), \(column)" }
}
