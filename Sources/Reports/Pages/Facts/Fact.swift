public import Calibration

/// A line of a two-column table: "device", "cuda:0 (NVIDIA H100)".
public struct Fact: Sendable, Codable, Equatable {
  /// The left column.
  public var name: String
  /// The right column, as it is shown.
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension Fact {
  /// What a calibrator has to say.
  public init(_ fact: CalibratorFact) { self.init(fact.name, fact.value) }
}
