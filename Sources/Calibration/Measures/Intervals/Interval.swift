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

  /// The part of it, or its nearer end, in a range that the value is known to lie in.
  func clamped(to range: ClosedRange<Double>) -> Interval {
    func inside(_ value: Double) -> Double { min(max(value, range.lowerBound), range.upperBound) }
    return Interval(lower: inside(lower), upper: inside(upper))
  }
}
