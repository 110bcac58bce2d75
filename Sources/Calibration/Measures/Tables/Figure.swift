/// One measured number with what is known of its noise.
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
}
