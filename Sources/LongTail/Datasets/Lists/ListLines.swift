/// A list that is no table, line by line.
enum ListLines {
  /// The pictures with their labels, and what to say of a first line that names columns.
  /// - Throws: `FileProblem` that names the line without a label.
  static func entries(
    _ text: TextLines
  ) throws -> (entries: [LabelledList.Entry], remarks: [String]) {
    var entries: [LabelledList.Entry] = []
    for (index, line) in text.lines.enumerated() {
      guard let line = try ListLine(line, path: text.path, number: index + 1) else { continue }
      if entries.isEmpty, ListColumns.areNames(path: line.picture, label: line.label) { continue }
      entries.append(.init(path: line.picture, label: line.label, line: index + 1))
    }
    // `filename breed`: a column that everybody calls so, before pictures throughout.
    if entries.count > 1, ListColumns.namesPath(entries[0].path),
      entries.dropFirst().allSatisfy({ ListLine.isPicture($0.path) })
    {
      let first = entries.removeFirst()
      return (
        entries,
        [
          "\(text.path): line \(first.line), “\(first.path) \(first.label)”, is taken for names of columns"
        ]
      )
    }
    return (entries, [])
  }

  /// Says that a list is read as a table, whatever it is called, where its first line has names of columns alone that
  /// commas or semicolons part, or tabs where there are several, a path's and a label's among them; `nil` for other lists.
  static func tableHeader(_ text: TextLines) -> String? {
    guard let line = text.lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
    for (separator, least) in [(",", 2), (";", 2), ("\t", 3)] as [(Character, Int)] {
      let fields = line.split(separator: separator, omittingEmptySubsequences: false)
        .map { $0.filter { $0 != "\"" } }
      guard fields.count >= least, fields.contains(where: ListColumns.namesPath),
        fields.contains(where: ListColumns.namesLabel)
      else { continue }
      return "\(text.path): it is read as a table, for its first line, “\(line)”, names columns"
    }
    return nil
  }
}
