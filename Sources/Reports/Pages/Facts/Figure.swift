/// One measured number: a share or an error in the unit of its metric, with what is known of its noise.
public struct Figure: Sendable, Codable, Equatable {
  /// Accuracies and calibration errors are fractions in [0, 1]; NLL is in nats; Brier in [0, 2].
  public var value: Double
  /// The 95 % confidence interval; `nil` when none was computed.
  public var interval: Interval?
  /// What a perfectly calibrated model would show on as many samples; `nil` when not computed.
  public var perfectRange: Interval?

  public init(_ value: Double, interval: Interval? = nil, perfectRange: Interval? = nil) {
    self.value = value
    self.interval = interval
    self.perfectRange = perfectRange
  }

  /// A closed range of values, in the unit of its figure.
  public struct Interval: Sendable, Codable, Equatable {
    /// The lower end.
    public var lower: Double
    /// The upper end, not below the lower one.
    public var upper: Double

    public init(_ lower: Double, _ upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }
}
