public import Torch

/// What a network gives for a batch; a single network is the case of one expert.
public struct ExpertOutputs {
  /// `[batch, experts, classes]`
  public let logits: Tensor
  /// `[batch, experts, width]`
  public let features: Tensor

  public init(logits: Tensor, features: Tensor) {
    self.logits = logits
    self.features = features
  }

  public var experts: Int { logits.shape[1] }
  /// The ensemble's logits, the experts' mean: `[batch, classes]`.
  public var combinedLogits: Tensor {
    experts == 1 ? logits.selected(axis: 1, at: 0) : logits.mean(axes: [1], keepingAxes: false)
  }
}

/// What a loss may know beside outputs and labels.
public struct LossContext: Sendable {
  /// Images per class in the set that is trained on, in class order, each ≥ 1.
  public let classCounts: [Int]
  /// 0-based epoch of the stage.
  public let epoch: Int
  /// Length of the stage.
  public let epochs: Int
  public let device: Device

  public init(classCounts: [Int], epoch: Int, epochs: Int, device: Device = .cpu) {
    self.classCounts = classCounts
    self.epoch = epoch
    self.epochs = epochs
    self.device = device
  }

  public var classes: Int { classCounts.count }
}

/// A loss for every sample of a batch; the trainer weights and averages.
public struct LossValues {
  /// `[batch]`, in nats.
  public let perSample: Tensor
  /// Named parts of it for the log, each `[batch]`.
  public let parts: [(name: String, perSample: Tensor)]

  public init(_ perSample: Tensor, parts: [(name: String, perSample: Tensor)] = []) {
    self.perSample = perSample
    self.parts = parts
  }
}

/// A training objective.
public protocol LossFunction: CatalogItem {
  /// The loss of what the network gave, for labels `[batch]`, int64, each in `0 ..< classes`.
  func callAsFunction(_ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext)
    -> LossValues
  /// Whether the network's softmax then estimates class probabilities under a uniform prior.
  var targetsUniformPrior: Bool { get }
  /// λ: the network's softmax estimates class probabilities under the prior ∝ π^λ, π being the class
  /// distribution of the training samples; 1 for cross-entropy, 0 for a uniform prior.
  var priorExponent: Double { get }
  /// The same loss for a stage whose length changed.
  func scaled(from published: Int, to epochs: Int) -> Self
  /// - Throws: ``SettingsError`` for settings out of range.
  func validate() throws
}

extension LossFunction {
  public var targetsUniformPrior: Bool { false }
  public var priorExponent: Double { targetsUniformPrior ? 0 : 1 }
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
  public func validate() throws {}
}

/// Every loss there is.
public enum Losses: Catalog {
  public static let kind = "loss"
  public static let all: [any CatalogItem.Type] = [
    CrossEntropy.self, BalancedSoftmax.self, LabelAwareSmoothing.self,
  ]
}

/// `−log softmax(z)[y]` of every sample and expert, averaged over the experts: `[batch]`.
func negativeLogLikelihood(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  let experts = logits.shape[1]
  let index = labels.reshaped([-1, 1, 1]).expanded(to: [labels.count, experts, 1])
  let picked = logits.logSoftmax(axis: 2).gathered(axis: 2, index)
  return -picked.reshaped([labels.count, experts]).mean(axes: [1], keepingAxes: false)
}
