internal import ArrayFiles
internal import Foundation

/// A list of pictures that is a table: fields separated by commas, semicolons or tabs, with or without a
/// line of column names.
struct ListTable {
  private(set) var entries: [LabelledList.Entry] = []
  private(set) var remarks: [String] = []
  private let path: String
  private let columns: ListColumns

  /// - Parameters:
  ///   - path: the list.
  ///   - columns: which columns are meant, where the user says so.
  ///   - isPicture: whether a field is the name of a picture that is there, with or without its ending.
  /// - Throws: `FileProblem` that names the columns where it is not clear which are meant, and the line
  ///   without a path or label.
  init(_ path: String, columns: ListColumns, isPicture: (String) -> Bool) throws {
    self.path = path
    self.columns = columns
    let rows = try ListRow.read(path)
    guard let first = rows.first else { return }
    let pictures =
      columns.areGiven || Self.isNamed(first) ? nil : PictureColumn(rows, isPicture: isPicture)
    let hasHeader = try pictures != nil || isHeader(first, before: rows.dropFirst().first)
    let header = hasHeader ? first.fields : nil
    let data = header == nil ? rows[...] : rows.dropFirst()
    if let header, columns.label == nil, !header.contains(where: ListColumns.namesLabel),
      let words = ManyNumbers.problem(header, data.map(\.fields))
    {
      throw FileProblem(path, words)
    }
    let agreeing =
      columns.label == nil ? header.flatMap { AgreeingColumns($0, data.map(\.fields)) } : nil
    let chosen =
      try pictures.map { (path: $0.path, label: $0.label) }
      ?? header.map { try choose(among: $0, data.first, label: agreeing?.label) }
      ?? withoutHeader(first)
    entries = try data.map { row in
      guard row.fields.indices.contains(chosen.path), !row.fields[chosen.path].isEmpty else {
        throw FileProblem(path, at: "line \(row.line)", "no path of a picture is in this line")
      }
      guard row.fields.indices.contains(chosen.label), !row.fields[chosen.label].isEmpty else {
        throw FileProblem(
          path, at: "line \(row.line)",
          "no label after “\(row.fields[chosen.path])”; expected “path,label”")
      }
      if header == nil, !columns.areGiven, row.fields.dropFirst(2).contains(where: { !$0.isEmpty })
      {
        if let words = ManyNumbers.problem(Array(row.fields.dropFirst())) {
          throw FileProblem(path, at: "line \(row.line)", words)
        }
        throw tooManyFields(row)
      }
      return LabelledList.Entry(
        path: row.fields[chosen.path], label: row.fields[chosen.label], line: row.line)
    }
    // Without names and without a choice a row has no further columns.
    guard header != nil || columns.areGiven else { return }
    try lookAtParts(header, data, path: chosen.path, label: chosen.label)
    let others = (0..<(header ?? first.fields).count).filter {
      $0 != chosen.path && $0 != chosen.label
    }
    if let agreeing {
      remarks.append(
        "\(path): \(agreeing.others.map { Self.title($0, header) }.joined(separator: ", ")) and "
          + "\(Self.title(agreeing.label, header)) agree in all rows; the classes are named by the latter"
      )
    }
    if pictures != nil {
      remarks.append(
        "\(path): there are pictures called as \(Self.title(chosen.path, header)) says, so paths are in it and labels in "
          + "\(Self.title(chosen.label, header)) (path=COLUMN,label=COLUMN says otherwise)")
    }
    if !others.isEmpty {
      remarks.append(
        "\(path): paths are in \(Self.title(chosen.path, header)), labels in "
          + "\(Self.title(chosen.label, header)); left out: "
          + others.map { Self.title($0, header) }.joined(separator: ", "))
    }
  }

  /// What a column is called in messages.
  private static func title(_ column: Int, _ header: [String]?) -> String {
    guard let name = header?[column], !name.isEmpty else { return "column \(column + 1)" }
    return "“\(name)”"
  }

  private func isHeader(_ row: ListRow, before next: ListRow?) throws -> Bool {
    if Self.namesPicture(row) || row.fields.count < 2 { return false }
    if Self.isNamed(row) { return true }
    if [columns.path, columns.label].contains(where: { $0.map(row.fields.contains) ?? false }) {
      return true
    }
    if let next, Self.namesPicture(next), columns.areGiven { return true }
    // A first line without any picture's name in it is either names of columns or a picture without an
    // ending.
    guard columns.areGiven || row.fields.contains(where: { Double($0) != nil }) else {
      throw unclear(row.fields)
    }
    return false
  }

  private static func isNamed(_ row: ListRow) -> Bool {
    row.fields.contains { ListColumns.namesLabel($0) || ListColumns.namesPath($0) }
  }

  private static func namesPicture(_ row: ListRow) -> Bool {
    row.fields.contains { PictureEndings.all.contains(FolderListing.ending(ofFile: $0)) }
  }

  private func choose(
    among header: [String], _ first: ListRow?, label known: Int?
  ) throws -> (path: Int, label: Int) {
    let paths = preferring(header.indices.filter { ListColumns.namesPath(header[$0]) }, first)
    let label =
      try columns.label.map { try find($0, in: header) } ?? known
      ?? only(
        header.indices.filter { ListColumns.namesLabel(header[$0]) }, besides: paths, header)
    let path =
      try columns.path.map { try find($0, in: header) }
      ?? only(paths.filter { $0 != label }, besides: [label], header)
    guard path != label else {
      throw FileProblem(self.path, "path and label are the same column “\(header[path])”")
    }
    return (path, label)
  }

  /// Of several columns that may hold paths, those whose first field looks like a picture's.
  private func preferring(_ candidates: [Int], _ row: ListRow?) -> [Int] {
    guard candidates.count > 1, let row else { return candidates }
    let pictures = candidates.filter {
      row.fields.indices.contains($0)
        && PictureEndings.all.contains(FolderListing.ending(ofFile: row.fields[$0]))
    }
    return pictures.isEmpty ? candidates : pictures
  }

  /// The one column that it can be; of two columns the one that the other is not.
  private func only(_ candidates: [Int], besides other: [Int], _ header: [String]) throws -> Int {
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty, other.count == 1, header.count == 2 { return 1 - other[0] }
    throw unclear(header)
  }

  private func find(_ name: String, in header: [String]) throws -> Int {
    let places = header.indices.filter { header[$0] == name }
    if places.count == 1 { return places[0] }
    if places.isEmpty, let number = Int(name), header.indices.contains(number - 1) {
      return number - 1
    }
    throw FileProblem(
      path,
      "\(places.count) columns are called “\(name)”; the columns are \(quoted(header))")
  }

  private func withoutHeader(_ row: ListRow) throws -> (path: Int, label: Int) {
    guard columns.areGiven else { return (0, 1) }
    func place(_ name: String?, else other: Int) throws -> Int {
      guard let name else { return other }
      guard let number = Int(name), row.fields.indices.contains(number - 1) else {
        throw FileProblem(
          path, at: "line \(row.line)",
          "no column is called “\(name)”; expected a name in the first line, or a number from 1 to \(row.fields.count)"
        )
      }
      return number - 1
    }
    return (try place(columns.path, else: 0), try place(columns.label, else: 1))
  }

  /// A column that divides the rows must not be passed over. The label that somebody named, or that its own name
  /// tells, divides nothing.
  private func lookAtParts(
    _ header: [String]?, _ rows: ArraySlice<ListRow>, path: Int, label: Int
  ) throws {
    guard columns.partsMatter, let width = (header ?? rows.first?.fields)?.count else { return }
    let isLabelKnown =
      columns.label != nil || header.map { ListColumns.namesLabel($0[label]) } ?? true
    for column in 0..<width where column != path && !(column == label && isLabelKnown) {
      let values = rows.lazy.map { $0.fields.indices.contains(column) ? $0.fields[column] : "" }
      guard let divided = DividingColumn(name: header?[column], values: values) else { continue }
      let words = divided.counts.sorted { $0.key < $1.key }.map { "\($0.value) “\($0.key)”" }
      let title = Self.title(column, header)
      throw FileProblem(
        self.path,
        "\(title.hasPrefix("“") ? "the column " : "")\(title) divides the rows "
          + "(\(words.listed(most: 6))); give a list a part (train=LIST,test=LIST), or parts=no to take all "
          + "rows together"
          + (column == label
            ? ", or label=\(header?[column] ?? "\(column + 1)") if it holds the labels" : ""))
    }
  }

  private func unclear(_ header: [String]) -> FileProblem {
    FileProblem(
      path,
      "the columns are \(quoted(header)), and it is not clear which holds paths and which labels; say so "
        + "with path=COLUMN,label=COLUMN (a name, or a number from 1)")
  }

  private func tooManyFields(_ row: ListRow) -> FileProblem {
    FileProblem(
      path, at: "line \(row.line)",
      "\(row.fields.count) fields; expected “path,label”, a first line with names of columns, or "
        + "path=COLUMN,label=COLUMN (numbers from 1)")
  }

  private func quoted(_ names: [String]) -> String {
    names.map { "“\($0)”" }.joined(separator: ", ")
  }
}
