import Foundation

/// Linear warm-up, then a constant rate that falls by a factor at each milestone.
///
/// With the defaults: MiSLAS's schedule for CIFAR (Zhong et al., CVPR 2021): rate × t/5 in the first five
/// epochs, × 0.1 after epoch 160, × 0.01 after epoch 180.
public struct StepSchedule: Schedule {
  public static let name = "step"
  public static let summary = "linear warm-up, then × decay at each milestone"

  /// 0-based epochs from which on the rate is multiplied by `decay` once more, each 0 … 1,000,000.
  public var milestones = [160, 180]
  /// Factor at each milestone, in (0, 1].
  public var decay = 0.1
  /// Epochs of warm-up, likewise: epoch e has the share start + (1 − start) (e + 1) / warmup.
  public var warmup = 5
  /// Share of the base rate that the warm-up rises from, in [0, 1].
  public var start = 0.0

  public init() {}

  public init(
    milestones: [Int], decay: Double = 0.1, warmup: Int = 5, start: Double = 0
  ) {
    self.start = start
    self.milestones = milestones
    self.decay = decay
    self.warmup = warmup
  }

  public func validate() throws {
    for (index, milestone) in milestones.enumerated() {
      try SettingsError.require("milestones.\(index)", milestone, in: StageLimits.places)
    }
    try SettingsError.require("decay", decay, above: 0, to: 1)
    try SettingsError.require("warmup", warmup, in: StageLimits.places)
    try SettingsError.require("start", start, from: 0, to: 1)
  }

  public func factor(at progress: StageProgress) -> Double {
    let epoch = progress.epoch
    if epoch < warmup { return start + (1 - start) * Double(epoch + 1) / Double(warmup) }
    return pow(decay, Double(milestones.filter { epoch >= $0 }.count))
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.milestones = milestones.map { scaledEpoch($0, from: published, to: epochs) }
    copy.warmup = min(warmup, epochs / 4)
    return copy
  }
}
