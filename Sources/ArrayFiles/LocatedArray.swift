/// An array and where it was read, for messages about its content.
public struct LocatedArray: Sendable {
  /// What was read.
  public let array: NumericArray
  /// The file, as the user gave it.
  public let path: String
  /// The array's name in a file that holds several; empty for a file of one array.
  public let name: String
  /// Where it stands in a table; `nil` for other formats.
  public let table: TableColumns?
  /// Which row of the table the array begins with, from 0.
  private var firstRow = 0

  /// Without a name or a table, the only array of its file.
  public init(
    _ array: NumericArray, path: String, name: String = "", table: TableColumns? = nil
  ) {
    self.array = array
    self.path = path
    self.name = name
    self.table = table
  }

  /// What a reader should know of how the file was understood, with its name.
  public var notes: [String] { table?.notes.map { "\(path): \($0)" } ?? [] }

  /// The same place with another view of its array.
  public func with(_ array: NumericArray) -> LocatedArray {
    var view = LocatedArray(array, path: path, name: name, table: table)
    view.firstRow = firstRow
    return view
  }

  /// The same place without the array's first row.
  /// - Precondition: there is a row.
  public func droppingFirstRow() -> LocatedArray {
    var view = with(array.rows(1..<array.shape[0]))
    view.firstRow += 1
    return view
  }

  /// What is wrong with the array, or at a place in it.
  public func problem(at place: String = "", _ problem: String) -> FileProblem {
    let places = [name.isEmpty ? "" : "array '\(name)'", place].filter { !$0.isEmpty }
    return FileProblem(path, at: places.joined(separator: ", "), problem)
  }

  /// What is wrong with a row, or with a number in it: by the line and the column's name in a table; in other files
  /// by numbers, and it is said that they count from 0.
  /// - Parameters:
  ///   - row: along the first axis, from 0.
  ///   - column: along the last axis, from 0; `nil` for the row as a whole.
  ///   - detail: what lies between the two, such as an expert; empty for nothing.
  ///   - problem: what was found and what was expected.
  /// - Returns: the problem of the file at that place.
  public func problem(
    row: Int, column: Int? = nil, detail: String = "", _ problem: String
  ) -> FileProblem {
    if let table {
      return FileProblem(
        path,
        at: table.place(row: row + firstRow, column: table.places.count == 1 ? 0 : column),
        problem)
    }
    let places = ["row \(row)", detail, column.map { "column \($0)" } ?? ""]
    let counted = column == nil ? "rows" : "rows and columns"
    return self.problem(
      at: places.filter { !$0.isEmpty }.joined(separator: ", "),
      "\(problem); \(counted) are counted from 0")
  }
}
