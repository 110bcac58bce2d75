import Foundation

/// Half a cosine, which is left for a constant rate when an average of the weights begins (Izmailov, Podoprikhin,
/// Garipov, Vetrov, Wilson, UAI 2018; PyTorch's `SWALR` with a cosine).
///
/// In epoch e of E, `½ (1 + cos(π e / (E − 1)))` up to the first epoch s of the average; from there on a cosine over
/// `transition` epochs from what the share then is to `level`, which stays (at once where the average begins in the last
/// epoch):
/// `a · level + (1 − a) · share(s)`, `a = ½ (1 − cos(π min(1, (e − s) / transition)))`.
public struct AveragingSchedule: Schedule {
  public static let name = "averaging"
  public static let summary = "half a cosine, then a constant rate for an average of weights"

  /// Share of the stage, in [0, 1), after which the average begins: that of
  /// ``StochasticWeightAveraging/start``.
  public var start = 0.75
  /// Share of the base rate that the average is taken at, in [0, 1000].
  public var level = 0.5
  /// Epochs until that share is reached, 0 … 1,000,000; 0 takes it at once.
  public var transition = 10

  public init() {}

  public init(start: Double = 0.75, level: Double = 0.5, transition: Int = 10) {
    self.start = start
    self.level = level
    self.transition = transition
  }

  public func validate() throws {
    try SettingsError.require("start", start, from: 0, below: 1)
    try SettingsError.require("level", level, from: 0, to: 1000)
    try SettingsError.require("transition", transition, in: StageLimits.places)
  }

  public func factor(at progress: StageProgress) -> Double {
    let (epoch, epochs) = (progress.epoch, progress.epochs)
    let first = min(max(0, epochs - 1), Int((start * Double(epochs)).rounded(.down)))
    func cosine(_ epoch: Int) -> Double {
      let way = Double(epoch) / Double(max(1, epochs - 1))
      return 0.5 * (1 + cos(Double.pi * way))
    }
    guard epoch >= first else { return cosine(epoch) }
    // In the stage's last epoch half a cosine is 0, from where nothing would be averaged.
    let isAtOnce = transition == 0 || first == epochs - 1
    let way = isAtOnce ? 1 : min(1, Double(epoch - first) / Double(transition))
    let share = 0.5 * (1 - cos(Double.pi * way))
    return share * level + (1 - share) * cosine(first)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.transition = scaledEpoch(transition, from: published, to: epochs)
    return copy
  }
}
