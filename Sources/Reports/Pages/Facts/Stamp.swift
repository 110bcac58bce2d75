/// A short remark that must stay beside every figure of a run: "checkpoint chosen on the test set".
public struct Stamp: Sendable, Codable, Equatable {
  /// How a reader should take the remark.
  public enum Kind: String, Sendable, Codable {
    /// A plain statement, such as "last epoch".
    case note
    /// The figures are not comparable with honest ones: a leak, a fit on test data.
    case warning
  }

  /// The remark, a few words.
  public var text: String
  /// How a reader should take it.
  public var kind: Kind
  /// One sentence of explanation, shown where the stamp first appears; may be empty.
  public var explanation: String

  public init(_ text: String, kind: Kind, explanation: String = "") {
    self.text = text
    self.kind = kind
    self.explanation = explanation
  }
}

extension [Stamp] {
  /// Those that must stay beside every single figure.
  var warnings: [Stamp] { filter { $0.kind == .warning } }

  /// Those of one row of a run's figures: notes stand once, where its rows begin.
  func inRow(opensGroup: Bool) -> [Stamp] { opensGroup ? self : warnings }
}
