/// A name that stands for nothing, with those that do.
public struct UnknownName: Error, Equatable, CustomStringConvertible {
  /// What the name should have named: "calibrator", "metric".
  public let kind: String
  /// What was asked for.
  public let name: String
  /// The names there are.
  public let known: [String]
  /// The key path or option that said it, such as `stages.0.mixing`; `nil` where only the caller knows.
  public let place: String?

  /// - Parameters:
  ///   - kind: what the name should have named.
  ///   - name: what was asked for.
  ///   - known: the names there are.
  ///   - place: the key path or option that said it; `nil` or empty where only the caller knows.
  public init(_ kind: String, _ name: String, known: [String], at place: String? = nil) {
    self.kind = kind
    self.name = name
    self.known = known
    self.place = place?.isEmpty == true ? nil : place
  }

  /// The same with its place, unless it has one.
  public func at(_ place: String) -> UnknownName {
    UnknownName(kind, name, known: known, at: self.place ?? place)
  }

  public var description: String {
    let hint = nearest(name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    let names = known.isEmpty ? "there are none" : "known: \(known.joined(separator: ", "))"
    return (place.map { "\($0): " } ?? "") + "unknown \(kind) \"\(name)\"\(hint) (\(names))"
  }
}
