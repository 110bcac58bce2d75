/// A name that stands for nothing, with those that do.
public struct UnknownName: Error, Equatable, CustomStringConvertible {
  /// What the name should have named: "calibrator", "metric".
  public let kind: String
  /// What was asked for.
  public let name: String
  /// The names there are.
  public let known: [String]

  public init(_ kind: String, _ name: String, known: [String]) {
    self.kind = kind
    self.name = name
    self.known = known
  }

  public var description: String {
    let hint = nearest(name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    let names = known.isEmpty ? "there are none" : "known: \(known.joined(separator: ", "))"
    return "unknown \(kind) \"\(name)\"\(hint) (\(names))"
  }
}
