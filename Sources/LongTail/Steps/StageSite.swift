public import Torch

/// What a stage gives to what lives in it: an objective, a hook, a companion.
public struct StageSite {
  /// The network that the stage trains.
  public let model: ExpertModel
  /// A copy of the network as the stage before left it, before parts of it are drawn anew; `nil` where nobody asks for it.
  public let former: ExpertModel?
  /// Images per class in the set that is trained on, in class order, each ≥ 1.
  public let classCounts: [Int]
  /// Class of each sample of the set that is trained on, by position.
  public let labels: [Int]
  /// Length of the stage, in epochs.
  public let epochs: Int
  /// Samples of a step, the last of an epoch apart, which may have fewer.
  public let batchSize: Int
  /// m of the stage's slow copy of the network; `nil` without one.
  public let momentum: Double?
  /// Seed of what is drawn in the stage, beside the first values of parameters.
  public let seed: UInt64
  /// Where own parameters and buffers are born: `site.root.parameter("weight", …)`. They train with the stage
  /// and are saved with its checkpoints.
  public let root: ParameterPath

  public init(
    model: ExpertModel, former: ExpertModel? = nil, classCounts: [Int], labels: [Int] = [],
    epochs: Int, batchSize: Int,
    momentum: Double? = nil, seed: UInt64 = 0, root: ParameterPath
  ) {
    self.model = model
    self.former = former
    self.classCounts = classCounts
    self.labels = labels
    self.epochs = epochs
    self.batchSize = batchSize
    self.momentum = momentum
    self.seed = seed
    self.root = root
  }

  /// Classes that the stage trains on.
  public var classes: Int { classCounts.count }
  /// Where the network's tensors lie, and so the stage's.
  public var device: Device { model.device }

  /// The site of something else in the same stage.
  func at(_ root: ParameterPath) -> StageSite {
    StageSite(
      model: model, former: former, classCounts: classCounts, labels: labels, epochs: epochs,
      batchSize: batchSize, momentum: momentum, seed: seed, root: root)
  }
}
