public import Calibration

/// Where a run's first weights come from, instead of from the seed.
public struct CheckpointStart: Sendable, Codable, Equatable {
  /// A run's folder, or a file of weights: safetensors or PyTorch's.
  public var path: String
  /// Index of the stage that the run begins with; the stages before it made those weights.
  public var stage: Int
  /// SHA-256 of the file that the weights were read from.
  public var sha256: String
  /// Which of several sets of weights in a file, such as "ema"; `nil` where there is one.
  @OrNone public var weights: String?

  public init(path: String, stage: Int, sha256: String, weights: String? = nil) {
    self.path = path
    self.stage = stage
    self.sha256 = sha256
    self.weights = weights
  }
}
