/// Other words for an array, where it has none of its own names.
extension CSVTable {
  /// The only column called by one of these words.
  /// - Parameters:
  ///   - names: the array's own, in small letters: where a column has one of them, no other word counts.
  ///   - words: other words, in small letters.
  /// - Returns: the column's name as it is written; `nil` where none, or several, are called so.
  package func synonym(of names: [String], _ words: [String]) -> String? {
    let own = self.names ?? []
    guard own.count > 1, !own.contains(where: { names.contains($0.lowercased()) }) else {
      return nil
    }
    let found = own.filter { words.contains($0.lowercased()) }
    return found.count == 1 ? found[0] : nil
  }

  /// A column of words, one a row; `nil` where a field is empty or a number.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  package func words(_ column: Int) throws(FileProblem) -> [String]? {
    let fields = try texts(column)
    return fields.allSatisfy { !$0.isNumber && !$0.text.isEmpty } ? fields.map(\.text) : nil
  }
}

extension ArrayCollection {
  /// The only array called by one of these words, as a list of one; `nil` where none, or several, are.
  func synonym(_ words: [String]) -> [String]? {
    let found = names.filter { words.contains($0.lowercased()) }
    return found.count == 1 ? found : nil
  }
}
