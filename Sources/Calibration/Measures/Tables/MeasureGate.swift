import Foundation

/// A bound that a figure must keep, for pipelines: `ece>0.05` fails when the error is above 5 %.
///
/// `ece.lower>0.05` looks at the lower end of the interval instead: it fails only when the error is above
/// the bound beyond doubt.
public struct MeasureGate: Sendable, Equatable, CustomStringConvertible {
  enum Part: String {
    case value
    case lower, upper
  }

  public let description: String
  let name: String
  let part: Part
  private let condition: GateCondition

  /// What came of a gate that failed, or could not be judged.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The figure is where it must not be.
    case failed(String)
    /// There is no figure to compare.
    case notJudged(String)

    public var description: String {
      switch self {
      case .failed(let text), .notJudged(let text): text
      }
    }
  }

  /// Why a text is no gate.
  public struct Malformed: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameter text: NAME, one of > >= < <=, and a number; spaces do not count. Of figures with an
  ///   interval, `NAME.lower` and `NAME.upper` are its ends.
  /// - Throws: ``Malformed``, also for a bound where the figure cannot be, such as percent; ``UnknownName`` for a figure that
  ///   does not exist.
  public init(_ text: String) throws {
    description = text
    condition = try GateCondition(text, example: "ece>0.05")
    let words = condition.name.split(separator: ".", omittingEmptySubsequences: false)
    let parts: [String: Part] = ["lower": .lower, "upper": .upper]
    let part = words.count == 2 ? parts[String(words[1])] : .value
    guard words.count <= 2, let part else {
      throw Malformed(
        description: "the gate “\(text)”: behind the point, lower or upper was expected")
    }
    let measure = try Measures.measure(named: words.first.map(String.init) ?? "")
    name = measure.name
    self.part = part
    switch measure.unit {
    case .fraction: try condition.check(text, in: -1...1, areShares: true)
    case .number(let range): try condition.check(text, in: range, areShares: false)
    case .nats: break
    }
  }

  /// - Returns: `nil` when the table passes.
  public func failure(of table: FigureTable) -> Failure? {
    guard let figure = table.rows.first(where: { $0.name == name }) else {
      let isLeftOut = (try? Measures.measure(named: name))?.need == .uncertainties
      return .notJudged(
        "the gate “\(description)” cannot be judged: there is no \(name)"
          + (isLeftOut ? ", as nothing says how unsure each answer is" : ""))
    }
    guard figure.value != nil else {
      let reason = figure.absence.map { ": \($0)" } ?? ""
      return .notJudged(
        "the gate “\(description)” cannot be judged, as \(name) has no value\(reason)")
    }
    let found: Double?
    switch part {
    case .value: found = figure.value
    case .lower: found = figure.interval?.lower
    case .upper: found = figure.interval?.upper
    }
    guard let found else {
      return .notJudged(
        "the gate “\(description)” cannot be judged, as \(name) has no interval here")
    }
    guard condition.isBroken(found) else { return nil }
    let what = part == .value ? name : "the \(part.rawValue) end of the interval of \(name)"
    return .failed("the gate “\(description)” failed: \(what) is \(found)")
  }
}
