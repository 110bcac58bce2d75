/// The settings that authors published for one data set.
public struct PublishedPreset: Sendable {
  /// As papers write it: "CIFAR-100-LT".
  public let dataset: String
  /// Largest class count over the smallest; `nil` for data that come long-tailed.
  public let imbalanceFactor: Double?
  /// The backbone's name in recipes.
  public let network: String
  /// What else `--set` says for the authors' network, beside the backbone's name.
  public let settings: [String]
  /// Samples of a step.
  public let batchSize: Int
  /// The stages of the published training, in order, at their published lengths.
  public let stages: [Stage]
  /// The groups that the authors report figures of; `nil` where they say nothing of any.
  public let groups: GroupSizes?
  /// What the published run has and this package lacks.
  public let lacks: [String]
  /// How pictures are framed for a side, where that is not as published training on large pictures does it, and whatever
  /// their own size is; `nil` elsewhere.
  public let framing: (@Sendable (Int) -> FramingSettings)?

  public init(
    dataset: String, imbalanceFactor: Double? = nil, network: String, settings: [String] = [],
    batchSize: Int, stages: [Stage], groups: GroupSizes? = nil, lacks: [String] = [],
    framing: (@Sendable (Int) -> FramingSettings)? = nil
  ) {
    self.dataset = dataset
    self.imbalanceFactor = imbalanceFactor
    self.network = network
    self.settings = settings
    self.batchSize = batchSize
    self.stages = stages
    self.groups = groups
    self.lacks = lacks
    self.framing = framing
  }
}
