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
  /// Mean loss of the epoch so far, in nats.
  public let loss: Double
  public let imagesPerSecond: Double
  /// Steps done and to do over all stages.
  public let totalStepsDone: Int
  public let totalSteps: Int
}

/// Somebody who watches a run.
public protocol TrainingObserver: AnyObject {
  func progressed(_ progress: TrainingProgress)
  func finished(_ record: EpochRecord)
  /// A sentence for people.
  func noted(_ text: String)
}
