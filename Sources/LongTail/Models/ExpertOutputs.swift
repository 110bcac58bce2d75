public import Torch

/// What a network gives for a batch; a single network is the case of one expert.
public struct ExpertOutputs {
  /// `[batch, experts, classes]`
  public let logits: Tensor
  /// `[batch, experts, width]`
  public let features: Tensor
  /// What the router says after each expert but the last, `[batch, experts − 1]`: its logit that a
  /// later expert is worth asking, from the mean logits so far. `nil` without a router.
  public let routing: Tensor?
  /// What a teacher says about the inputs that the labels belong to, `[batch, classes]`, without gradients.
  public var teacherLogits: Tensor?

  public init(logits: Tensor, features: Tensor, routing: Tensor? = nil) {
    self.logits = logits
    self.features = features
    self.routing = routing
  }

  /// The experts' mean features: `[batch, width]`.
  public var meanFeatures: Tensor {
    experts == 1 ? features.selected(axis: 1, at: 0) : features.mean(axes: [1], keepingAxes: false)
  }
  /// How many experts gave logits.
  public var experts: Int { logits.shape[1] }
  /// The ensemble's logits, the experts' mean: `[batch, classes]`.
  public var combinedLogits: Tensor {
    experts == 1 ? logits.selected(axis: 1, at: 0) : logits.mean(axes: [1], keepingAxes: false)
  }
}
