import Foundation
import Torch

/// Contrast in which the classifier's logits take part as learnable centres of the classes (Cui, Zhong, Liu, Yu, Jia,
/// ICCV 2021: PaCo, eq. 3; Cui, Zhong, Tian, Liu, Yu, Jia, TPAMI 2023: GPaCo).
///
/// An anchor's row holds its class logits `g = z + log π` and its products with the other entries, which are the
/// batch in both views and the queue, over τ. With P the entries of its class, itself apart,
///
///     L = −(β Σ_c t_c log p_c + α Σ_{j ∈ P} log p_j) / (β + α |P|)
///
/// where p is a softmax over the whole row, in whose sum entries count γ, and t the label, smoothed by ε. π are the
/// shares of the training samples, which the logits that answer do without.
public struct ParametricContrast: ObjectiveSettings {
  public static let name = "parametric-contrast"
  public static let summary =
    "contrast in which the classifier's logits stand for learnable centres of the classes"

  /// Where the second view's entries come from.
  public enum Form: String, Sendable, CaseIterable {
    /// PaCo: from a slow copy of the network; the first view's samples are the anchors. The projection head is linear,
    /// batch norm, ReLU, linear.
    case momentum
    /// GPaCo: from the network itself, and both views' samples are anchors. The head has three layers, without batch
    /// norm.
    case general
  }

  /// Where keys come from; PaCo's slow copy by default.
  public var form = Form.momentum
  /// α, what an entry of the class counts as a target, in [0, 1000].
  public var alpha = 0.05
  /// β, what the label's logit counts as a target, in (0, 1000].
  public var beta = 1.0
  /// γ, what an entry counts in the softmax's sum, in [0, 1000].
  public var gamma = 1.0
  /// τ of the products, in [0.001, 1000].
  public var temperature = 0.2
  /// ε of the label among the class logits, in [0, 1).
  public var smoothing = 0.0
  /// Width of the projection head's answer, 1 … 65,536.
  public var dimension = 128
  /// Keys that are remembered, 1 … 1,000,000.
  public var queue = 8192

  public init() {}

  public init(
    form: Form = .momentum, alpha: Double = 0.05, beta: Double = 1, gamma: Double = 1,
    temperature: Double = 0.2, smoothing: Double = 0, dimension: Int = 128, queue: Int = 8192
  ) {
    self.form = form
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.temperature = temperature
    self.smoothing = smoothing
    self.dimension = dimension
    self.queue = queue
  }

  public var views: ClosedRange<Int> { 2...2 }
  public var companionViews: Int { form == .momentum ? 1 : 0 }
  public var companions: [String] { form == .momentum ? [MomentumCopy.name] : [] }
  public var priorExponent: Double { 0 }

  public func make(for site: StageSite) -> any Objective {
    ParametricContrastObjective(self, for: site)
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0, to: 1000)
    try SettingsError.require("beta", beta, above: 0, to: 1000)
    try SettingsError.require("gamma", gamma, from: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
    try SettingsError.require("smoothing", smoothing, from: 0, below: 1)
    try SettingsError.require("dimension", dimension, in: 1...65_536)
    try SettingsError.require("queue", queue, in: 1...1_000_000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes its first view, which \(Self.name) compares; set mixing=none")
    }
  }

  /// What is compared with anchors.
  struct Entries {
    /// `[entries, dimension]`; the anchors themselves come first, in their order.
    let values: Tensor
    /// `[entries]`; −1 where an entry is empty.
    let labels: Tensor
  }

  /// L of each anchor.
  /// - Parameters:
  ///   - logits: g, `[anchors, classes]`.
  ///   - anchors: `[anchors, dimension]`.
  ///   - labels: of the anchors, `[anchors]`.
  ///   - entries: what they are compared with.
  /// - Returns: `[anchors]`.
  func values(
    logits: Tensor, anchors: Tensor, labels: Tensor, entries: Entries
  ) -> Tensor {
    let (count, classes) = (logits.shape[0], logits.shape[1])
    let scores = anchors.matmul(entries.values.transposed(0, 1)) / temperature
    let columns = entries.labels.unsqueezed(axis: 0)
    let places = Tensor.arange(count, device: labels.device).unsqueezed(axis: 1)
    let isSelf = places.equal(
      to: Tensor.arange(scores.shape[1], device: labels.device).unsqueezed(axis: 0))
    let isAbsent = columns.less(than: 0).expanded(to: scores.shape).logicalOr(isSelf)
    let isPositive = labels.unsqueezed(axis: 1).equal(to: columns)
      .logicalAnd(isAbsent.logicalNot())
    // e^score · γ, and nothing for what is absent.
    let counted =
      gamma > 0
      ? [logits, scores.maskedFill(isAbsent, -.infinity) + log(gamma)] : [logits]
    let sum = Tensor.concatenated(counted, axis: 1).logSumExp(axis: 1, keepingAxis: true)
    let isLabel = labels.oneHot(classes: classes).to(logits.dtype)
    let rest = classes > 1 ? smoothing / Double(classes - 1) : 0
    let targets = isLabel * (1 - smoothing - rest) + rest
    let centers = ((logits - sum) * targets).sum(axis: 1) * beta
    let pulls = (scores - sum).maskedFill(isPositive.logicalNot(), 0).sum(axis: 1) * alpha
    return -(centers + pulls) / (isPositive.to(scores.dtype).sum(axis: 1) * alpha + beta)
  }
}

extension ParametricContrast.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of parametric contrast")
  }
}
