/// A trained network that a stage learns from.
public struct Teacher: Sendable, Codable, Equatable {
  /// A finished run's folder, or a file of weights: safetensors or PyTorch's.
  public var path: String
  /// Experts of the network in a file; those of the recipe's own network when `nil`. In all else a file's
  /// network is the recipe's; a run's is its own.
  public var experts: Int?

  public init(path: String, experts: Int? = nil) {
    self.path = path
    self.experts = experts
  }

  private enum CodingKeys: String, CodingKey { case path, experts }

  // Written by hand so that an absent number of experts is a visible `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(experts, forKey: .experts)
  }
}
