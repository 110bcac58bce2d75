import ArrayFiles

/// Columns that say to which part of the data a row belongs: rows of training and test that are measured together give
/// a figure that is neither's.
enum SampleParts {
  private static let names: Set<String> = [
    "split", "splits", "subset", "fold", "folds", "partition", "set", "usage", "cv",
  ]

  /// Says of each such column of a table that the array does not have, and that has several values, that all rows are
  /// taken together; empty for other files.
  static func warnings(_ source: LocatedArray) -> [String] {
    guard let table = source.table else { return [] }
    return table.leftNames.filter { names.contains(ScoreColumns.plain($0.name)) }.compactMap {
      column in
      // A column that cannot be read as text says nothing.
      guard let texts = try? table.texts(column.number) else { return nil }
      let values = Set(texts.map(\.text)).sorted()
      guard values.count > 1 else { return nil }
      return
        "\(source.path): column '\(column.name)' parts the rows (\(values.listed(most: 6))), and all of them are taken "
        + "together; keep the rows that are meant where one part alone is"
    }
  }
}
