/// Where a run stands, for a progress display.
public struct TrainingProgress: Sendable {
  /// 0-based index of the stage.
  public let stage: Int
  /// Stages of the recipe.
  public let stages: Int
  /// Name of the stage, as in the recipe.
  public let stageName: String
  /// 0-based epoch of the stage.
  public let epoch: Int
  /// Length of the stage, in epochs.
  public let epochs: Int
  /// Steps done of the epoch.
  public let step: Int
  /// Steps of the epoch.
  public let steps: Int
  /// Mean loss of the epoch so far, in nats; `nil` in a stage that computes its weights at once.
  public let loss: Double?
  /// `nil` before the first is through.
  public let imagesPerSecond: Double?
  /// Steps done over all stages, each with its own number of steps an epoch.
  public let totalStepsDone: Int
  /// Steps of all stages.
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
