import Foundation

/// NAME, one of > >= < <=, and a number: what every gate says. Spaces do not count.
struct GateCondition: Sendable, Equatable {
  enum Comparison: String, CaseIterable {
    // Longer ones first: `>=` begins with `>`.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// What stands before the comparison.
  let name: String
  let comparison: Comparison
  let bound: Double

  /// - Parameters:
  ///   - text: the gate.
  ///   - example: one that is well-formed, for messages.
  /// - Throws: ``MeasureGate/Malformed``
  init(_ text: String, example: String) throws(MeasureGate.Malformed) {
    guard let comparison = Comparison.allCases.first(where: { text.contains($0.rawValue) }),
      let sign = text.range(of: comparison.rawValue)
    else {
      throw MeasureGate.Malformed(
        description: "the gate “\(text)” has none of >, >=, <, <=; such as \(example)")
    }
    let number = text[sign.upperBound...].trimmed
    guard let bound = Double(number), bound.isFinite else {
      throw MeasureGate.Malformed(
        description:
          "the gate “\(text)” compares with “\(number)”, a number was expected; such as \(example)")
    }
    name = text[..<sign.lowerBound].trimmed
    self.comparison = comparison
    self.bound = bound
  }

  func isBroken(_ value: Double) -> Bool {
    switch comparison {
    case .above: value > bound
    case .atLeast: value >= bound
    case .below: value < bound
    case .atMost: value <= bound
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
