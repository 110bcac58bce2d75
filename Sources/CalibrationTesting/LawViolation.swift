/// A law that an item breaks: what every item of its kind promises, and what was found instead.
public struct LawViolation: Error, Equatable, CustomStringConvertible {
  /// The promise, as a sentence without a full stop.
  public let law: String
  /// What was found; may be empty.
  public let found: String

  public init(_ law: String, _ found: String = "") {
    self.law = law
    self.found = found
  }

  public var description: String { found.isEmpty ? law : "\(law): \(found)" }
}

/// Collects violations while laws are checked.
package struct LawBook {
  package private(set) var violations: [LawViolation] = []

  package init() {}

  package mutating func require(
    _ holds: Bool, _ law: String, _ found: @autoclosure () -> String = ""
  ) {
    if !holds { violations.append(LawViolation(law, found())) }
  }

  /// Notes what a check throws.
  package mutating func trying(_ law: String, _ check: (inout LawBook) throws -> Void) {
    do { try check(&self) } catch { violations.append(LawViolation(law, "\(error)")) }
  }
}
