import Foundation
public import Torch

/// Balanced softmax, and a regulariser that makes each logit the logarithm of a density ratio under a uniform
/// class prior (Hong, Han, Choi, Seo, Kim, Chang, CVPR 2021: LADE).
///
/// With B samples of a batch, class shares π and C classes, for each class c:
///
///     a_c = mean of z_c over the batch's samples of class c, 0 without any
///     s_c = log (1/B · Σ_b e^(z_bc) / (C π))
///     R = −Σ_c π_c (a_c − s_c − λ s_c²),   loss = balanced softmax + α R
///
/// R is one number for a batch, and stands in the value of each of its samples.
public struct LabelDistributionDisentangling: LossFunction {
  public static let name = "lade"
  public static let summary =
    "balanced softmax, and logits held to log density ratios under a uniform prior"

  /// Which class's π stands in s_c.
  public enum Form: String, Sendable, CaseIterable {
    /// That of class c for all samples: the authors' code and its figures.
    case code
    /// That of the sample's own class: the paper's formula.
    case published
  }

  /// α, in [0, 1000]; 0 is balanced softmax.
  public var weight = 0.1
  /// λ, in [0, 1000].
  public var penalty = 0.01
  /// Which class's π stands in s_c; as in the authors' code by default, which gave the published figures.
  public var form = Form.code

  public init() {}

  public init(weight: Double, penalty: Double, form: Form = .code) {
    self.weight = weight
    self.penalty = penalty
    self.form = form
  }

  public var priorExponent: Double { 0 }
  public var isPerSample: Bool { weight == 0 }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let balanced = BalancedSoftmax()(outputs, labels, context).perSample
    guard weight > 0 else { return LossValues(balanced) }
    let regularizer = regularizer(outputs.logits, labels, context) * weight
    let spread = regularizer.expanded(to: balanced.shape)
    return LossValues(balanced + spread, parts: [("disentangling", spread.detached())])
  }

  /// R, the mean over the experts, without axes.
  private func regularizer(_ logits: Tensor, _ labels: Tensor, _ context: LossContext) -> Tensor {
    let total = Double(context.classCounts.reduce(0, +))
    let shares = context.classCounts.map { Double($0) / total }
    func tensor(_ values: [Double]) -> Tensor {
      Tensor(values, device: context.device).to(logits.dtype)
    }
    let isOwn = labels.oneHot(classes: context.classes).to(logits.dtype)
    let sums = (logits * isOwn.unsqueezed(axis: 1)).sum(axis: 0)
    let own = sums / isOwn.sum(axis: 0).clamped(min: 1)
    let ratios = tensor(shares.map { -log($0 * Double(context.classes)) })
    let shifts =
      switch form {
      case .code: ratios
      case .published: ratios.indexSelected(axis: 0, labels).reshaped([-1, 1, 1])
      }
    let all = (logits + shifts).logSumExp(axis: 0) - log(Double(labels.count))
    let gaps = own - all - all.square() * penalty
    return -(gaps * tensor(shares)).sum(axis: 1).mean()
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    try SettingsError.require("penalty", penalty, from: 0, to: 1000)
  }
}

extension LabelDistributionDisentangling.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of the density ratio")
  }
}
