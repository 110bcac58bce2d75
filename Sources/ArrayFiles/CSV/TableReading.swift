import Foundation

/// Takes an array from a table: the columns that were chosen, the one with its name, or all that are not
/// known to be something else.
struct TableReading {
  let table: CSVTable
  /// `nil` where nobody can say how it is to be read.
  let choice: TableChoice?
  /// What a single column may hold instead of numbers: each name is its position.
  var columnNames: [String] = []

  /// - Parameters:
  ///   - wanted: the column that somebody named.
  ///   - names: what the array's own column may be called; the first that is there is taken.
  ///   - others: columns of other arrays; where there are such, columns of words are none of the array's either.
  ///   - isColumn: whether the array is one column, so that it must be known which.
  /// - Returns: one column as `[rows]`, else `[rows, columns]`.
  /// - Throws: `FileProblem` when the columns are not there, hold no numbers, or may be something else.
  func array(
    wanted: String?, names: [String], others: [String], isColumn: Bool
  ) throws(FileProblem) -> LocatedArray {
    if let wanted {
      guard let column = try table.column(named: wanted) else {
        throw table.noColumn(named: wanted)
      }
      return try located([column], name: wanted, isChosen: true, isColumn: isColumn)
    }
    if let chosen = choice?.columns {
      return try located(try chosen.columns(of: table), isChosen: true)
    }
    if let column = try column(called: names) {
      return try located(
        [column], name: table.names?[column] ?? "", isChosen: true, isColumn: isColumn)
    }
    guard !isColumn || table.columns == 1 else {
      let found =
        table.names.map { "its columns are \(CSVTable.list($0))" }
        ?? "it has \(table.columns) columns without names, numbered from 1"
      throw FileProblem(
        table.path,
        "none of its columns is named \(names.joined(separator: " or ")), \(found); choose one by FILE:COLUMN\(countHint)"
      )
    }
    let kept = (0..<table.columns).filter { !matches($0, others) }
    guard !kept.isEmpty else {
      throw FileProblem(
        table.path, "every column belongs to something else: \(title(others: others))")
    }
    // Where there are words alone, what is wrong with them is told instead.
    let words = isColumn || others.isEmpty ? [] : try table.wordColumns(among: kept)
    let numbers = kept.filter { !words.contains($0) }
    let array = try located(numbers.isEmpty ? kept : numbers, isChosen: false, isColumn: isColumn)
    try checkIndex(array)
    return array
  }

  /// " (…)" for a table with a number a class, given where one column of a row a sample was expected; else nothing.
  private var countHint: String {
    let isCount = (table.names ?? []).contains {
      ["count", "counts", "class_counts"].contains($0.lowercased())
    }
    return isCount ? " (a count a class? Labels are one a sample)" : ""
  }

  private func title(others: [String]) -> String {
    (0..<table.columns).filter { matches($0, others) }.compactMap { table.names?[$0] }
      .joined(separator: ", ")
  }

  /// The one column with any of these names.
  private func column(called names: [String]) throws(FileProblem) -> Int? {
    let found = (0..<table.columns).filter { matches($0, names) }
    guard found.count <= 1 else {
      let list = found.map { table.names?[$0] ?? "" }.joined(separator: " and ")
      throw FileProblem(
        table.path, "the columns \(list) may both be meant; choose one by FILE:COLUMN")
    }
    return found.first
  }

  private func matches(_ column: Int, _ names: [String]) -> Bool {
    // Columns without names are known by their number from 1.
    let own = table.names?[column].lowercased() ?? String(column + 1)
    return names.contains { $0.lowercased() == own }
  }

  private func located(
    _ columns: [Int], name: String = "", isChosen: Bool, isColumn: Bool = false
  ) throws(FileProblem) -> LocatedArray {
    let isWhole = !isChosen && table.columns > 1 && choice != nil
    let found =
      isColumn && columns.count == 1
      ? try table.rows(columns[0], names: columnNames)
      : try table.rows(columns, advice: isWhole ? "; --columns chooses the columns to read" : "")
    let numbers = found.numbers
    let rows = numbers.shape[0]
    let array =
      columns.count == 1
      ? NumericArray(shape: [rows], elementType: numbers.elementType, bytes: numbers.bytes)
      : numbers
    return LocatedArray(
      array, path: table.path, name: name,
      table: TableColumns(
        names: table.names.map { names in columns.map { names[$0] } }, places: columns,
        isChosen: isChosen, namesLeft: name.isEmpty, header: choice?.header ?? .automatic,
        holdsNames: found.areNames, lines: found.lines, table: table))
  }

  /// Refuses a column that may be pandas' index, which counts the rows and has no name.
  private func checkIndex(_ array: LocatedArray) throws(FileProblem) {
    guard let columns = array.table, columns.places.count > 1 else { return }
    func refuse(_ column: Int, _ what: String) -> FileProblem {
      let name = columns.names?[column]
      let title = CSVTable.title(name == "" ? nil : name, number: columns.places[column] + 1)
      return FileProblem(
        table.path,
        "\(title) \(what); is it an index, as pandas writes it, or does it belong to the numbers? "
          + (choice == nil
            ? "Take an index out of the table (pandas writes none with index=False), or give the array as .npy"
            : "Say which columns to read: --columns \(columns.selection(without: [column]))"))
    }
    let width = columns.places.count
    for column in 0..<width {
      let isNameless = columns.names.map { $0[column].isEmpty } ?? false
      let counts = Self.counts(array.array, column)
      if isNameless || counts {
        throw refuse(
          column,
          isNameless && counts
            ? "has no name and counts the rows" : isNameless ? "has no name" : "counts the rows")
      }
    }
  }

  /// Whether a column is 0, 1, 2, … or 1, 2, 3, …, which two rows may be by chance.
  private static func counts(_ array: NumericArray, _ column: Int) -> Bool {
    let (rows, width) = (array.shape[0], array.shape[1])
    guard rows >= 3 else { return false }
    return array.bytes.withUnsafeBytes { bytes in
      func value(_ row: Int) -> Double {
        bytes.loadUnaligned(fromByteOffset: (row * width + column) * 8, as: Double.self)
      }
      let first = value(0)
      return (first == 0 || first == 1) && (1..<rows).allSatisfy { value($0) == Double($0) + first }
    }
  }
}
