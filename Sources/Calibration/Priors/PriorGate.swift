/// A bound that an estimate of a class prior must keep, for pipelines: `shift_p<0.01` fails when the world has
/// shifted beyond doubt.
public struct PriorGate: Sendable, Equatable, CustomStringConvertible {
  /// What a gate can look at.
  public enum Figure: String, Sendable, CaseIterable {
    /// Of the test of a shift, all rows together.
    case shift = "shift_p"
    /// The same of the last batch alone.
    case lastShift = "last_shift_p"
    /// ``PriorEstimate/distance``
    case distance
    case samples
  }

  public let description: String
  private let figure: Figure
  private let condition: GateCondition

  /// - Parameter text: NAME, one of > >= < <=, and a number.
  /// - Throws: ``MeasureGate/Malformed``, or ``UnknownName`` for a figure that does not exist.
  public init(_ text: String) throws {
    condition = try GateCondition(text, example: "shift_p<0.01")
    guard let figure = Figure(rawValue: condition.name) else {
      throw UnknownName("figure", condition.name, known: Figure.allCases.map(\.rawValue))
    }
    self.figure = figure
    description = text
    if figure != .samples { try condition.check(text, in: 0...1, areShares: true) }
  }

  /// - Returns: `nil` when the estimate passes.
  public func failure(of estimate: PriorEstimate) -> MeasureGate.Failure? {
    let found: Double? =
      switch figure {
      case .shift: estimate.shift?.pValue
      case .lastShift: estimate.batches.last?.pValue
      case .distance: estimate.distance
      case .samples: Double(estimate.samples)
      }
    guard let found else {
      return .notJudged(
        "the gate “\(description)” cannot be judged: there are too few rows to test for a shift")
    }
    guard condition.isBroken(found) else { return nil }
    return .failed("the gate “\(description)” failed: \(figure.rawValue) is \(found)")
  }
}
