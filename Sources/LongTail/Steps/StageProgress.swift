/// How far a stage has come: what schedules, losses that change, mixings and hooks are asked by.
public struct StageProgress: Sendable, Equatable {
  /// 0-based epoch of the stage.
  public let epoch: Int
  /// Length of the stage, in epochs, ≥ 1.
  public let epochs: Int
  /// 0-based step of the epoch.
  public let step: Int
  /// Steps of the epoch, ≥ 1.
  public let steps: Int

  public init(epoch: Int, epochs: Int, step: Int = 0, steps: Int = 1) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
  }

  /// The part of the stage that lies behind the step's beginning, in [0, 1).
  public var share: Double {
    (Double(epoch) + Double(step) / Double(max(1, steps))) / Double(max(1, epochs))
  }
}
