/// Temperature scaling (of least squared error), then an isotonic map for each class.
///
/// The knowledge-transfer paper's tables print it as "TS-IR".
public struct TemperatureIsotonicOneVersusAll: TemperatureIsotonicMethod, Equatable {
  public static let name = "temperature-isotonic-one-vs-all"
  public static let summary =
    "temperature, then a monotone map for each class (the tables' \"TS-IR\")"

  public static let isPooled = false

  /// The smallest T that is searched, above 0.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples
  /// In what precision probabilities enter and leave the maps; `float32` is the published code's.
  public var precision = Precision.float64

  public init() {}
}
