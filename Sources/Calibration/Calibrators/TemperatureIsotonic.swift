/// Temperature scaling (of least squared error), then one isotonic map for all classes, fitted and
/// applied to the scaled probabilities.
public struct TemperatureIsotonic: TemperatureIsotonicMethod, Equatable {
  public static let name = "temperature-isotonic"
  public static let summary = "temperature, then the pooled monotone map"

  public static let isPooled = true

  /// The smallest T that is searched, above 0.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples
  /// In what precision probabilities enter and leave the map; `float32` is the published code's.
  public var precision = Precision.float64

  public init() {}
}
