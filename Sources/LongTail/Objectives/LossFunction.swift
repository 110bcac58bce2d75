public import Torch

/// What a loss may know beside outputs and labels.
public struct LossContext: Sendable {
  /// Images per class in the set that is trained on, in class order, each ≥ 1.
  public let classCounts: [Int]
  /// 0-based epoch of the stage.
  public let epoch: Int
  /// Length of the stage.
  public let epochs: Int
  /// Where outputs and labels lie.
  public let device: Device
  /// Which of a step's batches the labels belong to, where each expert has its own.
  public let branch: Int
  /// Labels of the whole batch, where those at hand are a part of it; `nil` where they are all.
  private let batchLabels: [Int]?

  public init(
    classCounts: [Int], epoch: Int, epochs: Int, device: Device = .cpu, branch: Int = 0,
    batchLabels: [Int]? = nil
  ) {
    self.classCounts = classCounts
    self.epoch = epoch
    self.epochs = epochs
    self.device = device
    self.branch = branch
    self.batchLabels = batchLabels
  }

  /// Labels of the batch that samples with `labels` are a part of, or all: what means over a batch are taken of.
  public func batchLabels(of labels: Tensor) -> Tensor {
    batchLabels.map { Tensor($0, device: labels.device) } ?? labels
  }

  /// Classes that the logits are of.
  public var classes: Int { classCounts.count }
}

/// A loss that is a formula of the network's answers and the labels: one value a sample, and nothing remembered.
///
/// One whose value for a sample looks at the answers to others says so in ``ObjectiveSettings/isPerSample``. Means over
/// the labels of a batch are taken of ``LossContext/batchLabels(of:)``.
public protocol LossFunction: ObjectiveSettings {
  /// The loss of what the network gave, for labels `[batch]`, int64, each in `0 ..< classes`.
  func callAsFunction(_ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext)
    -> LossValues
  /// The logits `[batch, classes]` that the labels of a batch are compared with, and the share of that batch
  /// in the loss: what a teacher's answers stand beside.
  func answers(_ outputs: ExpertOutputs, _ context: LossContext) -> (logits: Tensor, share: Double)
}

extension LossFunction {
  public var isPerSample: Bool { true }
  public func answers(
    _ outputs: ExpertOutputs, _ context: LossContext
  ) -> (logits: Tensor, share: Double) { (outputs.combinedLogits, 1) }
}
