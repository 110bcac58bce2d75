/// Which of two columns names pictures, where the names of the columns, `id,breed`, do not tell.
struct PictureColumn {
  let path: Int
  var label: Int { 1 - path }

  /// Rows that are looked at.
  private static let rowsTried = 20

  /// `nil` unless the first row names no picture, one column of the rows after it does, and the other does not.
  /// - Parameters:
  ///   - rows: all of them, the one that may be a header first.
  ///   - isPicture: whether a field is the name of a picture that is there, with or without its ending.
  init?(_ rows: [ListRow], isPicture: (String) -> Bool) {
    guard let header = rows.first?.fields, rows.count > 1, !header.contains(where: \.isEmpty),
      rows.allSatisfy({ $0.fields.count == 2 }),
      header.allSatisfy({ Double($0) == nil && !isPicture($0) })
    else { return nil }
    let tried = rows.dropFirst().prefix(Self.rowsTried)
    let found = (0..<2).filter { column in tried.contains { isPicture($0.fields[column]) } }
    guard found.count == 1, tried.allSatisfy({ isPicture($0.fields[found[0]]) }) else { return nil }
    path = found[0]
    // A first row with a label of others is a picture that is missing.
    let label = 1 - path
    guard !rows.dropFirst().contains(where: { $0.fields[label] == header[label] }) else {
      return nil
    }
  }
}
