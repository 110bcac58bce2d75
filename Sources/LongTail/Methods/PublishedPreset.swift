/// The settings that authors published for one data set.
public struct PublishedPreset: Sendable {
  /// As papers write it: "CIFAR-100-LT".
  public let dataset: String
  /// Largest class count over the smallest; `nil` for data that come long-tailed.
  public let imbalanceFactor: Double?
  /// The backbone's name in recipes, whether it is there or not.
  public let network: String
  public let batchSize: Int
  public let stages: [Stage]
  /// The groups that the authors report figures of; `nil` where they say nothing of any.
  public let groups: GroupSizes?
  /// What the published run has and this package lacks, beside the network.
  public let lacks: [String]

  public init(
    dataset: String, imbalanceFactor: Double? = nil, network: String, batchSize: Int,
    stages: [Stage], groups: GroupSizes? = nil, lacks: [String] = []
  ) {
    self.dataset = dataset
    self.imbalanceFactor = imbalanceFactor
    self.network = network
    self.batchSize = batchSize
    self.stages = stages
    self.groups = groups
    self.lacks = lacks
  }

  /// Whether the network is there, so that the preset can be trained.
  public var isAvailable: Bool { Backbones.names.contains(network) }
}
