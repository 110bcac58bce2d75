import ArrayFiles

/// Whether two tables have their samples in one order, by the columns of one name that neither uses: ids, file names.
enum SampleOrder {
  /// Columns that say which sample a row is, in small letters: none of them is a feature.
  static let columns = [
    "id", "ids", "index", "idx", "row", "row_id", "rowid", "sample", "sample_id", "sampleid",
    "uid", "uuid", "key", "image", "image_id", "imageid", "image_path", "image_name", "img", "file",
    "filename", "file_name", "filepath", "file_path", "fname", "path", "name",
  ]

  /// - Parameters:
  ///   - scores: a table of scores.
  ///   - labels: a table of their labels or features, with as many rows.
  /// - Returns: a line for each column that has other values in the two.
  /// - Throws: `FileProblem` where a column has the same values in another order.
  static func notes(
    _ scores: LocatedArray, labels: LocatedArray
  ) throws(FileProblem) -> [String] {
    guard let own = labels.table, let others = scores.table else { return [] }
    var notes: [String] = []
    for (number, name) in own.leftNames {
      guard let other = others.leftNames.first(where: { $0.name.lowercased() == name.lowercased() })
      else { continue }
      let (mine, theirs) = (try own.texts(number), try others.texts(other.number))
      let (first, second) = (mine.map { key($0.text) }, theirs.map { key($0.text) })
      guard first.count == second.count,
        let row = first.indices.first(where: { first[$0] != second[$0] })
      else { continue }
      let title = name.isEmpty ? "the column without a name" : "column '\(name)'"
      let found =
        "\(title) is '\(mine[row].text)' in line \(mine[row].line), but '\(theirs[row].text)' in line "
        + "\(theirs[row].line) of \(scores.path)"
      guard first.sorted() != second.sorted() else {
        throw FileProblem(
          labels.path,
          "\(found): the same values in another order. Rows belong together line by line; bring both files into one "
            + "order, or take the column out of one of them where it says nothing about the order")
      }
      notes.append("\(labels.path): \(found); rows are taken to belong together line by line")
    }
    return notes
  }

  /// 7, 07 and 7.0 are one number.
  private static func key(_ text: String) -> String {
    if let whole = Int(text) { return String(whole) }
    return Double(text).flatMap { Int(exactly: $0) }.map { String($0) } ?? text
  }
}
