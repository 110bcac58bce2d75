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
    LocatedArray(array, path: path, name: name, table: table)
  }

  /// What is wrong with the array, or at a place in it.
  public func problem(at place: String = "", _ problem: String) -> FileProblem {
    let places = [name.isEmpty ? "" : "array '\(name)'", place].filter { !$0.isEmpty }
    return FileProblem(path, at: places.joined(separator: ", "), problem)
  }
}
