/// A trained network that a stage learns from.
public struct Teacher: Sendable, Codable {
  /// A finished run's folder, or a file of weights: safetensors or PyTorch's.
  public var path: String
  /// The network in a file; the recipe's own, without its router, when `nil`. A run brings its own.
  public var model: ModelSettings?
  /// SHA-256 of the file that the weights are read from; a run writes down what it finds when it begins, and
  /// is continued with no other.
  public var sha256: String?
  /// Which of several sets of weights in a file, such as "ema"; where there are several, a run writes down
  /// which it takes when it begins.
  public var weights: String?

  public init(
    path: String, model: ModelSettings? = nil, sha256: String? = nil, weights: String? = nil
  ) {
    self.path = path
    self.model = model
    self.sha256 = sha256
    self.weights = weights
  }

  private enum CodingKeys: String, CodingKey { case path, model, sha256, weights }

  // Written by hand so that what is absent is a visible `null`, which `--set` can then change.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(model, forKey: .model)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(weights, forKey: .weights)
  }
}
