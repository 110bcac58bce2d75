import Foundation

/// Half a cosine from the base rate to `floor` times it, after an optional linear warm-up.
///
/// Without warm-up: ½ · (1 + cos(π e / E)), e = 0 … E − 1.
public struct CosineSchedule: Schedule {
  public static let name = "cosine"
  public static let summary = "half a cosine to zero, after an optional linear warm-up"

  /// Epochs of warm-up, 0 … 1,000,000: epoch e has the share start + (1 − start) (e + 1) / (warmup + 1).
  public var warmup = 0
  /// Share of the base rate that the warm-up rises from, in [0, 1].
  public var start = 0.0
  /// Share of the base rate that the cosine falls towards, in [0, 1].
  public var floor = 0.0

  public init() {}

  public init(warmup: Int, start: Double = 0, floor: Double = 0) {
    self.warmup = warmup
    self.start = start
    self.floor = floor
  }

  public func validate() throws {
    try SettingsError.require("warmup", warmup, in: StageLimits.places)
    try SettingsError.require("start", start, from: 0, to: 1)
    try SettingsError.require("floor", floor, from: 0, to: 1)
  }

  public func factor(at progress: StageProgress) -> Double {
    let (epoch, epochs) = (progress.epoch, progress.epochs)
    if epoch < warmup { return start + (1 - start) * Double(epoch + 1) / Double(warmup + 1) }
    let way = Double(epoch - warmup) / Double(max(1, epochs - warmup))
    return floor + (1 - floor) * 0.5 * (1 + cos(.pi * way))
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.warmup = min(warmup, epochs / 4)
    return copy
  }
}
