import ArrayFiles

/// Finds a column of logits that no label means, while each of the others is one: it may be the scores of a class without
/// samples, or something else about the samples that is called in a way that nobody knows.
///
/// Names of classes as labels tell which column it is. Whole numbers do not: of a column too many, wherever it stands,
/// they leave the last one without labels. Rows of probabilities tell it themselves, by their sum.
enum UnlabelledColumn {
  /// Labels of every other class from which on such a column is refused: a class as common as the rarest of the others is
  /// then absent with a chance of e⁻⁵, less than 1 %.
  private static let enough = 5

  /// - Parameters:
  ///   - labels: of the rows, as positions.
  ///   - rows: the scores.
  ///   - source: where the labels are.
  /// - Returns: a doubt where labels do not decide it; none where nothing is doubtful.
  /// - Throws: `FileProblem` with both readings.
  static func warnings(
    _ labels: [Int], of rows: PredictionRows, from source: LocatedArray
  ) throws(FileProblem) -> [String] {
    guard rows.kind == .logits, rows.given == nil, rows.combination == nil,
      rows.source.table?.isChosen != true, rows.classes > 2
    else { return [] }
    var counts = [Int](repeating: 0, count: rows.classes)
    for label in labels { counts[label] += 1 }
    let absent = counts.indices.filter { counts[$0] == 0 }
    guard !absent.isEmpty else { return [] }
    let areNames = source.table?.holdsNames == true
    try DerivedColumns.check(rows, absent: absent, only: areNames)
    guard absent.count == 1, let rarest = counts.filter({ $0 > 0 }).min() else { return [] }
    if let table = rows.source.table, areNames {
      return try named(absent[0], rarest: rarest, table, rows.source.path)
    }
    guard rarest >= enough else { return [] }
    return numbered(absent[0], rows).map { ["\(source.path): \($0)"] } ?? []
  }

  /// Of labels that are names of columns.
  private static func named(
    _ column: Int, rarest: Int, _ table: TableColumns, _ path: String
  ) throws(FileProblem) -> [String] {
    let place =
      switch column {
      case 0: " the first,"
      case table.places.count - 1: " the last,"
      default: ""
      }
    let doubt =
      "\(table.title(column))\(place) is the label of no sample, and each other column is one: the scores of a class "
      + "without samples, or something else about the samples? "
    let ways =
      "--columns \(table.selection(without: [column])), or all: --columns \(table.selection(without: []))"
    guard rarest < enough else {
      throw FileProblem(path, doubt + "Say which columns are scores: " + ways)
    }
    return ["\(path): \(doubt)It is taken for a class; --columns says which are: \(ways)"]
  }

  /// Of labels that are whole numbers: a test set may lack a class at either end, and nothing is refused. `nil` for a class
  /// between others, which no column too many leaves without labels.
  private static func numbered(_ column: Int, _ rows: PredictionRows) -> String? {
    let last = rows.classes - 1
    guard column == 0 || column == last else { return nil }
    let title = rows.source.title(ofColumn: column)
    let meaning =
      column == last
      ? "is that column no class, or one before it, so that labels from there on mean the column before theirs?"
      : "is that column no class?"
    return
      "no sample has the label \(column) (\(title), the \(column == 0 ? "first" : "last")), and each other class has "
      + "\(enough) or more: \(meaning) It is taken for a class; \(rows.source.ways(without: [column]))"
  }
}

extension LocatedArray {
  /// A column of scores in words.
  func title(ofColumn column: Int) -> String {
    guard let table else { return "column \(column), counted from 0" }
    // A title ends in the comma of a clause.
    let title = table.title(column)
    return title.hasSuffix(",") ? String(title.dropLast()) : title
  }

  /// How columns of scores are left out, and how it is said that all are classes.
  func ways(without columns: [Int]) -> String {
    guard let table else {
      return
        "\(ArrayColumns.advice(columns, array.shape[array.shape.count - 1])) leaves it out; class_names.txt beside "
        + "logits.npy, or a table (.csv) with --columns, says that it is one"
    }
    return "--columns \(table.selection(without: columns)) leaves it out; --columns "
      + "\(table.selection(without: [])) says that it is one"
  }
}
