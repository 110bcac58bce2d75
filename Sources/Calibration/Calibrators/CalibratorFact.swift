import Foundation

/// Something worth showing of a fitted calibrator, in words.
public struct CalibratorFact: Sendable, Equatable {
  /// Such as `temperature`.
  public let name: String
  /// Rounded for readers.
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  static func temperature(_ value: Double) -> CalibratorFact {
    CalibratorFact("temperature", String(format: "%.4f", value))
  }

  static func number(_ name: String, _ value: Double) -> CalibratorFact {
    CalibratorFact(name, String(format: value != 0 && abs(value) < 0.0005 ? "%.2e" : "%.3f", value))
  }

  /// The least and the largest of some numbers; none of no numbers.
  static func range(_ name: String, _ values: [Double]) -> [CalibratorFact] {
    guard let least = values.min(), let most = values.max() else { return [] }
    return [CalibratorFact(name, String(format: "%.3f to %.3f", least, most))]
  }
}

extension FittedCalibration {
  /// What is worth showing of it, expert by expert where each has its own.
  public var facts: [CalibratorFact] {
    switch self {
    case .combined(let calibrator, _): return calibrator.facts
    case .each(let calibrators):
      return [CalibratorFact("calibrated experts combined by", calibrators.combination.rawValue)]
        + calibrators.experts.enumerated().flatMap { expert, calibrator in
          calibrator.facts.map { CalibratorFact("expert \(expert + 1): \($0.name)", $0.value) }
        }
    }
  }
}
