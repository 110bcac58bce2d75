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

  /// Refuses a bound that the figure cannot pass, which would let everything through or nothing.
  /// - Parameters:
  ///   - text: the gate.
  ///   - range: where the figure lies.
  ///   - areShares: whether people read it in percent, which the bound may be then.
  /// - Throws: ``MeasureGate/Malformed``
  func check(
    _ text: String, in range: ClosedRange<Double>, areShares: Bool
  ) throws(MeasureGate.Malformed) {
    guard !range.contains(bound) else { return }
    let isPercent = areShares && abs(bound) <= 100
    throw MeasureGate.Malformed(
      description: "the gate “\(text)” compares \(name) with \(bound.formattedPlainly); "
        + (areShares
          ? "shares are from 0 to 1" + (isPercent ? " (\((bound / 100).formattedPlainly))" : "")
          : "it lies from \(range.lowerBound.formattedPlainly) to \(range.upperBound.formattedPlainly)")
    )
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

extension Double {
  fileprivate var formattedPlainly: String { String(format: "%.6g", self) }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
