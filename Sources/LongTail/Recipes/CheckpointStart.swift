/// Where a run's first weights come from, instead of from the seed.
public struct CheckpointStart: Sendable, Codable, Equatable {
  /// A run's folder, or a file of weights: safetensors or PyTorch's.
  public var path: String
  /// Index of the stage that the run begins with; the stages before it made those weights.
  public var stage: Int
  /// SHA-256 of the file that the weights were read from.
  public var sha256: String
  /// Which of several sets of weights in a file, such as "ema"; `nil` where there is one.
  public var weights: String?

  public init(path: String, stage: Int, sha256: String, weights: String? = nil) {
    self.path = path
    self.stage = stage
    self.sha256 = sha256
    self.weights = weights
  }

  private enum CodingKeys: String, CodingKey { case path, stage, sha256, weights }

  // Written by hand so that what is absent is a visible `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(stage, forKey: .stage)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(weights, forKey: .weights)
  }
}
