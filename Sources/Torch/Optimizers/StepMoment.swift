/// When a step is taken, for optimizers that change in the course of training or draw random numbers.
public struct StepMoment: Sendable, Equatable {
  /// 0-based epoch of the stage.
  public let epoch: Int
  /// 0-based step of the epoch.
  public let step: Int

  public init(epoch: Int, step: Int) {
    self.epoch = epoch
    self.step = step
  }
}
