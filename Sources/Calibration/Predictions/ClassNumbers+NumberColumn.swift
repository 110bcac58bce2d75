import ArrayFiles

extension ClassNumbers {
  /// What a first column with the numbers of the classes is called, in small letters and without signs between.
  private static let ofClasses: Set<String> = [
    "classid", "classids", "classidx", "classindex", "classno", "classnumber", "labelid",
    "labelidx", "labelindex",
  ]
  /// What it may be called where its numbers are those of all classes; pandas' index has no name.
  private static let ofRows: Set<String> = [
    "", "id", "idx", "index", "category", "categoryid", "level0",
  ]

  /// The first column, where it says by number which class a row is for: it is called so, or it is called as numbers of
  /// rows are and holds 0, 1, 2, … in whatever order. From 1, these count the rows as long as they are in order.
  /// - Parameters:
  ///   - table: several columns.
  ///   - wanted: the column that somebody chose; beside it the first may have no header either.
  /// - Returns: its name, or its number from 1 where the table names none; `nil` for another column.
  static func numberColumn(_ table: CSVTable, beside wanted: String?) -> String? {
    let isNamed = table.names != nil
    let name = table.names?.first ?? "1"
    guard name != wanted, isNamed || wanted != nil,
      table.names?.dropFirst().contains(name) != true
    else { return nil }
    let title = isNamed ? ScoreColumns.plain(name) : ""
    let isOfClasses = ofClasses.contains(title)
    guard isOfClasses || ofRows.contains(title) else { return nil }
    // What is no number is no number of a class, whatever it is.
    guard let source = try? ArrayFile.read("\(table.path):\(name)", names: []),
      let numbers = try? source.array.integers(acceptingWholeFloats: true)
    else { return nil }
    let sorted = numbers.sorted()
    let isPermutation = [0, 1].contains { sorted == Array($0..<numbers.count + $0) }
    let countsRows = numbers == Array(1..<numbers.count + 1)
    guard isOfClasses && wanted == nil || isPermutation && !countsRows else { return nil }
    return name
  }
}
