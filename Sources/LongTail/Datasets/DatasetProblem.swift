/// What is wrong with a request for data, in words that let the user mend it.
///
/// Trouble with one file is a `FileProblem`; this is about what was asked for.
public struct DatasetProblem: Error, Equatable, CustomStringConvertible {
  /// What was found and what was expected, as a sentence without a final full stop.
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
