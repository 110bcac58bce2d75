import ArrayFiles

/// One number a class in an array file, and what the file says of whose they are: the one reading of class counts and
/// of class distributions.
///
/// A table has them in one column, in class order; in one row, below the names of the classes where there is a header;
/// or in a row for each class, with a column that says which.
struct ClassNumbers {
  /// What the numbers are.
  enum Kind: String {
    case counts, shares

    /// What the array, or a column with it, may be called.
    var names: [String] { self == .counts ? ["class_counts"] : ["prior", "class_counts"] }

    /// What the column with them is called beside one with labels.
    var columns: [String] {
      names + (self == .counts ? [] : ["share", "shares"]) + ["count", "counts"]
    }
  }

  let source: LocatedArray
  let order: ClassOrder
  private let notes: [String]

  /// - Throws: `FileProblem` when the file cannot be read, or does not say which number is whose.
  init(_ place: String, _ kind: Kind) throws(FileProblem) {
    guard let table = try ArrayFile.table(place), table.columns > 1 else {
      try self.init(ArrayFile.read(place, names: kind.names, axes: 1), kind)
      return
    }
    let wanted = ArrayFile.name(in: place)
    let rows = try table.rowCount()
    let names = table.names ?? (1...table.columns).map(String.init)
    var labels = names.filter(Self.isLabel)
    if labels.isEmpty, let words = try Self.wordColumn(table) { labels = [words] }
    if labels.isEmpty, let numbers = Self.numberColumn(table, beside: wanted) { labels = [numbers] }
    if rows != 1, let label = labels.first {
      guard labels.count == 1 else {
        throw FileProblem(
          table.path,
          "the columns \(labels.joined(separator: " and ")) may both say which class a row is for; take "
            + "one of them out")
      }
      let column =
        if let wanted { wanted } else {
          try Self.column(of: kind, among: names, of: table, beside: label)
        }
      guard column != label else {
        throw FileProblem(
          table.path,
          "column '\(label)' says which class a row is for; it cannot be the \(kind.rawValue) as well"
        )
      }
      let left = names.filter { $0 != label && $0 != column }
      try self.init(
        ArrayFile.read("\(table.path):\(column)", names: []), kind, .labels(label),
        notes: left.isEmpty ? [] : [Self.leftOut(left, table)])
    } else if let wanted {
      let left = names.filter { $0 != wanted }
      try self.init(
        ArrayFile.read(place, names: []), kind, .position,
        notes: [
          "\(table.path): the rows of column \(wanted) are taken in class order",
          Self.leftOut(left, table),
        ])
    } else if rows == 1 {
      try self.init(
        ArrayFile.read(place, names: []), kind, table.names.map { .names($0) } ?? .position)
    } else {
      throw FileProblem(
        table.path,
        "\(rows) rows of \(table.columns) columns"
          + (table.names.map { " (\(CSVTable.list($0)))" } ?? " without names")
          + "; one number a class was expected: one column, one row, or a column 'label' with the class of each "
          + "row beside the \(kind.rawValue) (FILE:COLUMN takes one column in class order)")
    }
  }

  /// Numbers of a file without a table's columns, or with one alone.
  init(_ source: LocatedArray, _ kind: Kind) throws(FileProblem) {
    let isOpen = source.table.map { $0.mayBeginWithName && !$0.isChosen } ?? false
    try self.init(source, kind, isOpen ? .positionOrName : .position)
  }

  private init(
    _ source: LocatedArray, _ kind: Kind, _ statement: ClassOrder.Statement,
    notes: [String] = []
  ) throws(FileProblem) {
    guard source.array.shape.count(where: { $0 != 1 }) <= 1 else {
      throw source.problem("its shape is \(source.array.shape); one number a class was expected")
    }
    self.source = source
    order = ClassOrder(
      path: source.path, count: source.array.count, noun: kind.rawValue, statement: statement)
    self.notes = source.notes + notes
  }

  /// Whether a column of that name says which class a row is for.
  static func isLabel(_ name: String) -> Bool {
    (PredictionRows.labelNames + ["class", "classes"]).contains(name.lowercased())
  }

  /// The only column of words, each of which stands there once: it says which class a row is for, whatever it is called.
  private static func wordColumn(_ table: CSVTable) throws(FileProblem) -> String? {
    guard let names = table.names, names.count > 1 else { return nil }
    var found: [String] = []
    for (column, name) in names.enumerated() {
      guard let words = try table.words(column), Set(words).count == words.count else { continue }
      found.append(name)
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The column with the numbers: the only other one, or the only one that is called so.
  private static func column(
    of kind: Kind, among names: [String], of table: CSVTable, beside label: String
  ) throws(FileProblem) -> String {
    let others = names.filter { $0 != label }
    if others.count == 1 { return others[0] }
    let called = others.filter { kind.columns.contains($0.lowercased()) }
    if called.count == 1 { return called[0] }
    throw FileProblem(
      table.path,
      "which of the columns \(CSVTable.list(others)) holds the \(kind.rawValue) is not clear; choose one by "
        + "FILE:COLUMN")
  }

  private static func leftOut(_ columns: [String], _ table: CSVTable) -> String {
    "\(table.path): "
      + (columns.count == 1
        ? "column \(CSVTable.list(columns)) is left out"
        : "columns \(CSVTable.list(columns)) are left out")
  }

  /// Where the number of each class stands, as ``ClassOrder/places(for:)``, with all notes.
  func places(
    for classes: KnownClasses?
  ) throws(FileProblem) -> (places: [Int], notes: [String]) {
    var order = order
    if let classes, classes.count != source.array.count {
      order.hint = OtherLength.hint(source, classes: classes.count, noun: order.noun)
    }
    let found = try order.places(for: classes)
    return (found.places, notes + found.notes)
  }

  /// Refuses counts written as 1.000, which is a thousand where a point parts thousands, and one elsewhere.
  /// - Throws: `FileProblem` with both readings.
  func refuseThousands() throws(FileProblem) {
    guard let table = source.table else { return }
    for place in table.places {
      for field in try table.texts(place) {
        let parts = field.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "000", (1...3).contains(parts[0].count),
          parts[0].first != "0", parts[0].allSatisfy(\.isNumber)
        else { continue }
        throw FileProblem(
          source.path, at: "line \(field.line)",
          "\(field.text) may be \(parts[0]) with three decimals, or \(parts[0]) thousand; whole numbers without a point "
            + "were expected")
      }
    }
  }

  /// What is wrong with one of the numbers.
  func problem(_ index: Int, _ words: String) -> FileProblem {
    switch order.statement {
    case .labels: source.problem(row: index, words)
    case .names(let names): source.problem(at: "class '\(names[index])'", words)
    case .fixedNames, .keys, .position, .positionOrName: source.problem(at: "class \(index)", words)
    }
  }
}
