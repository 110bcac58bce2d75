/// A straight line from the base rate to `floor` times it, after an optional linear warm-up.
public struct LinearSchedule: Schedule {
  public static let name = "linear"
  public static let summary = "a straight line to zero, after an optional linear warm-up"

  /// Epochs of warm-up, 0 … 1,000,000: epoch e has the share (e + 1) / (warmup + 1).
  public var warmup = 0
  /// Share of the base rate that the line falls towards, in [0, 1].
  public var floor = 0.0

  public init() {}

  public init(warmup: Int, floor: Double = 0) {
    self.warmup = warmup
    self.floor = floor
  }

  public func validate() throws {
    try SettingsError.require("warmup", warmup, in: StageLimits.places)
    try SettingsError.require("floor", floor, from: 0, to: 1)
  }

  public func factor(at progress: StageProgress) -> Double {
    let (epoch, epochs) = (progress.epoch, progress.epochs)
    if epoch < warmup { return Double(epoch + 1) / Double(warmup + 1) }
    let way = Double(epoch - warmup) / Double(max(1, epochs - warmup))
    return floor + (1 - floor) * (1 - way)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.warmup = min(warmup, epochs / 4)
    return copy
  }
}
