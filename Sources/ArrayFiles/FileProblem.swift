/// What is wrong with a file, in words that let its owner mend it.
public struct FileProblem: Error, Equatable, CustomStringConvertible {
  /// The file's path, as the user gave it.
  public let path: String
  /// Where in the file: a line, a field, a byte offset. Empty when it is the file as a whole.
  public let place: String
  /// What was found and what was expected, as a sentence without a final full stop.
  public let problem: String

  /// A problem of the whole file unless a place in it is named.
  public init(_ path: String, at place: String = "", _ problem: String) {
    self.path = path
    self.place = place
    self.problem = problem
  }

  public var description: String {
    place.isEmpty ? "\(path): \(problem)" : "\(path), \(place): \(problem)"
  }
}
