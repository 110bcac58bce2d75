/// A file with a number a sample that says how unsure, or how sure, an answer is; which of the two somebody has to say.
public enum UncertaintyFile: Sendable, Equatable {
  /// The larger, the less sure: an entropy, a variance, a distance.
  case uncertainty(String)
  /// The larger, the surer: a strength of evidence, a margin, the largest logit.
  case confidence(String)

  /// The file, or `FILE:NAME` for an array or a column of one with several.
  public var path: String {
    switch self {
    case .uncertainty(let path), .confidence(let path): path
    }
  }

  /// What the array is called in a file with several, and the column of a table.
  var name: String { isConfidence ? "confidence" : Self.arrayName }

  /// What it holds, in words.
  var title: String { isConfidence ? "how sure answers are" : "how unsure answers are" }

  /// Whether larger numbers are of surer answers.
  var isConfidence: Bool {
    if case .confidence = self { true } else { false }
  }

  /// What a folder of predictions has it under.
  static let arrayName = "uncertainty"
}
