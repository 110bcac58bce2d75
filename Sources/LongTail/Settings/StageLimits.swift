/// What numbers of a stage may be.
public enum StageLimits {
  /// Lengths of a stage, in epochs.
  public static let epochs = 1...1_000_000
  /// Places in a stage, in epochs: where it changes something, or how long it warms up.
  public static let places = 0...1_000_000
  /// Samples of a step.
  public static let batchSizes = 1...1_000_000
}
