import Foundation
public import Torch

/// `−log softmax(z + τ log n)[y]`, with n the training count of each class.
///
/// τ = 1 is balanced softmax (Ren et al., NeurIPS 2020, eq. 4), which equals the loss form of logit
/// adjustment (Menon et al., ICLR 2021, eq. 10): log n and log π differ by a constant. The offset is in
/// the loss alone; at test time the plain softmax estimates probabilities under the prior π^(1 − τ).
public struct BalancedSoftmax: LossFunction {
  public static let name = "balanced-softmax"
  public static let summary = "cross-entropy of the logits plus τ times the log of the class counts"

  /// τ, in [−10, 10]: 0 is cross-entropy, 1 aims at the balanced error.
  public var strength = 1.0
  /// How the experts' losses become one; their mean by default.
  public var experts = ExpertReduction.mean

  public init() {}

  public init(strength: Double = 1, experts: ExpertReduction = .mean) {
    self.strength = strength
    self.experts = experts
  }

  public var priorExponent: Double { 1 - strength }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let offsets = Tensor(
      context.classCounts.map { strength * log(Double($0)) }, device: context.device
    ).to(outputs.logits.dtype)
    return LossValues(experts(expertLogLosses(outputs.logits + offsets, labels)))
  }

  public func validate() throws {
    try SettingsError.require("strength", strength, from: -10, to: 10)
  }
}
