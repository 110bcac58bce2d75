/// An array and where it was read, for messages about its content.
public struct LocatedArray: Sendable {
  public let array: NumericArray
  /// The file, as the user gave it.
  public let path: String
  /// The array's name in a file that holds several; empty for a file of one array.
  public let name: String
  /// Whether the numbers were written as text, where whole numbers are float64 too.
  public let isText: Bool

  public init(_ array: NumericArray, path: String, name: String = "", isText: Bool = false) {
    self.array = array
    self.path = path
    self.name = name
    self.isText = isText
  }

  /// The same place with another view of its array.
  public func with(_ array: NumericArray) -> LocatedArray {
    LocatedArray(array, path: path, name: name, isText: isText)
  }

  /// What is wrong with the array, or at a place in it.
  public func problem(at place: String = "", _ problem: String) -> FileProblem {
    let places = [name.isEmpty ? "" : "array '\(name)'", place].filter { !$0.isEmpty }
    return FileProblem(path, at: places.joined(separator: ", "), problem)
  }
}
