/// Columns of words, which are no numbers: names of files, comments, dates.
extension CSVTable {
  /// Those of some columns in which every field is a word or empty, and which were hardly meant for numbers.
  /// - Parameter columns: from 0.
  /// - Returns: those of them, in order.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  func wordColumns(among columns: [Int]) throws(FileProblem) -> [Int] {
    // One row is read of a table of numbers.
    let candidates = Set(try columnsBeginningWithText())
    var found: [Int] = []
    for column in columns where candidates.contains(column) {
      if Self.areWords(try texts(column)) { found.append(column) }
    }
    return found
  }

  /// Numbers that were written in another way are no words, so that no class is left out: those with units, with decimal
  /// commas, within brackets (`tensor(0.5)`), marks for missing ones throughout, and truth values.
  private static func areWords(_ fields: [Text]) -> Bool {
    let filled = fields.lazy.filter { !CSVHeader.missing.contains($0.text.lowercased()) }
    return filled.allSatisfy { !$0.isNumber && !$0.text.hasPrefix("#") }
      && filled.contains { isWord($0.text) } && filled.contains { !holdsFraction($0.text) }
      && filled.contains { CSVHint.truth($0.text) == nil }
  }

  /// Whether a field begins as no number does, has a word in it, or is a date or a time.
  private static func isWord(_ text: String) -> Bool {
    text.first.map { $0.isLetter || "_/~\\".contains($0) } ?? false
      || text.contains(/\p{L}\p{L}/) || text.contains(/\d[-:\/]\d+[-:\/]\d/)
  }

  /// Whether a number with a fraction stands by itself in a field, not within a name such as `v1.2` or `img_0.5.png`.
  private static func holdsFraction(_ text: String) -> Bool {
    text.contains(/(?:^|[^\w.])\d+[.,]\d+(?:[eE][-+]?\d+)?(?:$|[^\w.])/)
  }
}
