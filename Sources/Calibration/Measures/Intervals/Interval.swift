/// A range that should hold the value of the whole population.
public struct Interval: Sendable, Codable, Equatable {
  /// The lower end, included.
  public let lower: Double
  /// The upper end, included.
  public let upper: Double

  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether a value lies inside, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
