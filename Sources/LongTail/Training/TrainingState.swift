/// How far a run has come; with the weights and the optimizer it is all that resuming needs, because
/// every random draw is a function of (seed, epoch, step).
public struct TrainingState: Sendable, Codable, Equatable {
  /// Version of this file's form.
  public var format = 1
  /// Index of the stage that goes on.
  public var stage = 0
  /// 0-based epoch of that stage.
  public var epoch = 0
  /// Steps of that epoch that are done.
  public var step = 0
  /// Sums over the steps of the unfinished epoch.
  public var totals = EpochTotals()
  /// Length of log.jsonl when this was saved; what lies beyond belongs to steps that are not saved.
  public var logBytes = 0
  /// Length of the event file when this was saved.
  public var eventBytes = 0
  /// The best epoch so far, where the recipe chooses one.
  public var best: BestEpoch?
  /// Whether all stages are done.
  public var finished = false
  /// SHA-256 of the files that belong to this state, by their name, and of this state without them; `nil`
  /// in checkpoints that were made without.
  var checksums: CheckpointChecksums?

  public init() {}
}

/// What a checkpoint's files hold, in hexadecimal SHA-256.
struct CheckpointChecksums: Sendable, Codable, Equatable {
  /// By the name of the file.
  var files: [String: String]
  /// Of the state's own JSON without its checksums.
  var state: String
}

/// Sums over the samples of an epoch.
public struct EpochTotals: Sendable, Codable, Equatable {
  /// Samples seen so far.
  public var samples = 0
  /// Sum of the losses, in nats.
  public var loss = 0.0
  /// Sums of the loss's named parts.
  public var parts: [String: Double] = [:]
  /// Expected number of right answers; fractional where labels are mixed.
  public var correct = 0.0
  /// Wall-clock time, in seconds.
  public var seconds = 0.0

  public init() {}
}

/// The epoch whose weights are kept in `checkpoints/best`.
public struct BestEpoch: Sendable, Codable, Equatable {
  /// Index of the stage that the epoch belongs to.
  public var stage: Int
  /// 0-based epoch of that stage.
  public var epoch: Int
  /// Balanced accuracy on the validation part where that selects, plain accuracy on the test set where that
  /// does; in [0, 1].
  public var score: Double

  public init(stage: Int, epoch: Int, score: Double) {
    self.stage = stage
    self.epoch = epoch
    self.score = score
  }
}
