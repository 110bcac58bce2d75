/// Where a run stands, for a progress display.
public struct TrainingProgress: Sendable {
  public let stage: Int
  public let stages: Int
  public let stageName: String
  /// 0-based epoch of the stage, and its length.
  public let epoch: Int
  public let epochs: Int
  /// Steps done of the epoch, and its number of steps.
  public let step: Int
  public let steps: Int
  /// Mean loss of the epoch so far, in nats; `nil` in a stage that computes its weights at once.
  public let loss: Double?
  /// `nil` before the first is through.
  public let imagesPerSecond: Double?
  /// Steps done and to do over all stages, each with its own number of steps an epoch.
  public let totalStepsDone: Int
  public let totalSteps: Int
  /// The part of the whole training's time that has passed, in [0, 1], estimated from what the steps of
  /// each stage and the measuring after its epochs take: what remaining time is told from.
  public let shareDone: Double
}

extension Trainer {
  /// Tells the observer where a run stands.
  func report(_ state: TrainingState, steps: Int, loss: Double?, imagesPerSecond: Double?) {
    let stage = recipe.stages[state.stage]
    observer?.progressed(
      TrainingProgress(
        stage: state.stage, stages: recipe.stages.count, stageName: stage.name, epoch: state.epoch,
        epochs: stage.epochs, step: state.step, steps: steps, loss: loss,
        imagesPerSecond: imagesPerSecond,
        totalStepsDone: work.stepsDone(stage: state.stage, epoch: state.epoch, step: state.step),
        totalSteps: work.totalSteps,
        shareDone: work.shareDone(stage: state.stage, epoch: state.epoch, step: state.step)))
  }
}

/// Somebody who watches a run.
public protocol TrainingObserver: AnyObject {
  func progressed(_ progress: TrainingProgress)
  func finished(_ record: EpochRecord)
  /// A sentence for people.
  func noted(_ text: String)
}
