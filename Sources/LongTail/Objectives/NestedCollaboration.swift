import Foundation
public import Torch

/// Networks that learn together, from all classes and once more from the hardest ones, and from each other (Li, Tan,
/// Wan, Lei, Guo, CVPR 2022: NCL, eqs 3 to 9): with `x^m = z^m + log n` and h^m those of the hard classes,
///
///     Σ_m [CE(x^m, y) + CE(h^m, y)] + λ / (M − 1) Σ_{j ≠ k} [KL(x^j ‖ x^k) + KL(h^j ‖ h^k)]
///
/// where KL is between softmaxes and gradients flow into both sides. A sample's hard classes are its own and those
/// with the largest logits of the first network, a share of all; they are the same for each network.
public struct NestedCollaboration: LossFunction {
  public static let name = "nested-collaboration"
  public static let summary =
    "balanced softmax over all and over the hardest classes, and mutual distillation of both"

  /// What becomes of the logits of classes that are not hard.
  public enum Form: String, Sendable, CaseIterable {
    /// They take no part, as in the paper.
    case published
    /// They are 0 after log n has been added, and stay in the softmax, as in the authors' code.
    case code
  }

  /// Hard classes as a share of all, in (0, 1].
  public var hardShare = 0.3
  /// λ, in [0, 1000].
  public var mutual = 0.6
  /// What becomes of the others' logits; as in the authors' code by default, which gave the published figures.
  public var form = Form.code

  public init() {}

  public init(hardShare: Double = 0.3, mutual: Double = 0.6, form: Form = .code) {
    self.hardShare = hardShare
    self.mutual = mutual
    self.form = form
  }

  public var priorExponent: Double { 0 }

  /// Which classes are hard for each sample, `[batch, classes]`, from the first network's logits of that shape.
  func isHard(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    let classes = logits.shape[1]
    let isLabel = labels.oneHot(classes: classes).greater(than: 0)
    let forced = logits.detached().maskedFill(isLabel, .infinity)
    let count = max(1, Int((hardShare * Double(classes)).rounded()))
    let indices = forced.topK(count, axis: 1).indices
    return Tensor.zeros(forced.shape, device: logits.device)
      .scattered(axis: 1, indices: indices, value: 1).greater(than: 0)
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let offsets = Tensor(context.classCounts.map { log(Double($0)) }, device: context.device)
    let all = outputs.logits + offsets.to(outputs.logits.dtype)
    let isEasy = isHard(outputs.logits.selected(axis: 1, at: 0), labels).logicalNot()
      .unsqueezed(axis: 1)
    // Finite, so that 0 · log 0 is 0.
    let hard = all.maskedFill(isEasy.expanded(to: all.shape), form == .code ? 0 : -1e6)
    let own = expertLogLosses(all, labels).sum(axis: 1)
    let hardest = expertLogLosses(hard, labels).sum(axis: 1)
    let parts = [(name: "labels", perSample: own), ("hard", hardest)]
    guard outputs.experts > 1, mutual > 0 else { return LossValues(own + hardest, parts: parts) }
    let apart =
      (pairwiseDivergence(all.logSoftmax(axis: 2)) + pairwiseDivergence(hard.logSoftmax(axis: 2)))
      * (mutual / Double(outputs.experts - 1))
    return LossValues(own + hardest + apart, parts: parts + [("mutual", apart)])
  }

  public func validate() throws {
    try SettingsError.require("hardShare", hardShare, above: 0, to: 1)
    try SettingsError.require("mutual", mutual, from: 0, to: 1000)
  }
}

extension NestedCollaboration.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of hard classes")
  }
}
