public import Torch

/// What a network gives for a batch; a single network is the case of one expert.
public struct ExpertOutputs {
  /// `[batch, experts, classes]`
  public let logits: Tensor
  /// `[batch, experts, width]`
  public let features: Tensor
  /// What the router says after each expert but the last, `[batch, experts − 1]`: its logit that a
  /// later expert is worth asking, from the mean logits so far. `nil` without a router.
  ///
  /// RIDE's second stage trains it against "the mean over experts up to this one is wrong, and the mean
  /// up to some later one is right", both from ``logits`` (METHODS-core 9.2).
  public let routing: Tensor?
  /// What a teacher says about the inputs that the labels belong to, `[batch, classes]`, without gradients.
  public var teacherLogits: Tensor?

  public init(logits: Tensor, features: Tensor, routing: Tensor? = nil) {
    self.logits = logits
    self.features = features
    self.routing = routing
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
  /// Which of a step's batches the labels belong to, where each expert has its own.
  public let branch: Int

  public init(
    classCounts: [Int], epoch: Int, epochs: Int, device: Device = .cpu, branch: Int = 0
  ) {
    self.classCounts = classCounts
    self.epoch = epoch
    self.epochs = epochs
    self.device = device
    self.branch = branch
  }

  public var classes: Int { classCounts.count }
}

/// What a network and a stage are going to give to a loss.
public struct LossInputs: Sendable {
  public let experts: Int
  /// Images per class in the set that is trained on, in class order.
  public let classCounts: [Int]
  public let hasRouter: Bool
  public let hasTeacher: Bool
  /// Length of the stage; `nil` where it does not matter.
  public let epochs: Int?
  /// What the classifier multiplies cosines with; `nil` for one whose logits are no cosines.
  public let cosineScale: Double?

  public init(
    experts: Int, classCounts: [Int], hasRouter: Bool = false, hasTeacher: Bool = false,
    epochs: Int? = nil, cosineScale: Double? = nil
  ) {
    self.experts = experts
    self.classCounts = classCounts
    self.hasRouter = hasRouter
    self.hasTeacher = hasTeacher
    self.epochs = epochs
    self.cosineScale = cosineScale
  }
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
  /// The logits `[batch, classes]` that the labels of a batch are compared with, and the share of that batch
  /// in the loss: what a teacher's answers stand beside.
  func answers(_ outputs: ExpertOutputs, _ context: LossContext) -> (logits: Tensor, share: Double)
  /// The class prior that each expert's softmax then estimates probabilities under, each with sum 1; `nil`
  /// where the loss does not give each its own.
  func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]?
  /// λ: the network's softmax estimates class probabilities under the prior ∝ π^λ, π being the class
  /// distribution of the training samples; 1 for cross-entropy, 0 for a uniform prior.
  var priorExponent: Double { get }
  /// The same loss for a stage whose length changed.
  func scaled(from published: Int, to epochs: Int) -> Self
  /// How many batches a step has, one for each expert; 1 when all experts see the same batch.
  var branches: Int { get }
  /// Whether it compares with a teacher's logits.
  var usesTeacher: Bool { get }
  /// - Throws: ``SettingsError`` for settings that do not fit the network or the data, under their key in
  ///   the loss; an empty one is the loss itself.
  func validate(for inputs: LossInputs) throws
}

extension LossFunction {
  public var branches: Int { 1 }
  public var usesTeacher: Bool { false }
  public func answers(
    _ outputs: ExpertOutputs, _ context: LossContext
  ) -> (logits: Tensor, share: Double) { (outputs.combinedLogits, 1) }
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? { nil }
  public func validate(for inputs: LossInputs) throws {}
  public var priorExponent: Double { 1 }
  /// Whether the network's softmax then estimates class probabilities under a uniform prior.
  public var targetsUniformPrior: Bool { abs(priorExponent) < 1e-9 }
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
}

/// Every loss there is.
public enum Losses: Catalog {
  public static let kind = "loss"
  public static let all: [any CatalogItem.Type] = [
    CrossEntropy.self, BalancedSoftmax.self, LabelAwareSmoothing.self,
    LabelDistributionAwareMargin.self, ExpertLogitAdjustment.self, DynamicKnowledgeTransfer.self,
    DistributionAwareDiversity.self, RoutingLoss.self, CumulativeLearning.self,
    KnowledgeDistillation.self,
  ]
}

/// `−log softmax(z)[y]` of every sample and expert, averaged over the experts: `[batch]`.
func negativeLogLikelihood(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  expertLogLosses(logits, labels).mean(axis: 1)
}
