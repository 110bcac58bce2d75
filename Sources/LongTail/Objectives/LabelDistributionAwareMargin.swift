public import Calibration
import Foundation
public import Torch

/// Cross-entropy with a margin that is the larger, the rarer the class, and re-weighting that is deferred
/// (Cao et al., NeurIPS 2019: LDAM-DRW).
///
/// The label's logit is lowered by `s Δ_y`, Δ_c = m · n_c^(−1/4) / max_j n_j^(−1/4), for logits that carry
/// their scale s already. From `reweightsFrom` on, samples are weighted by the inverse effective number of
/// their class, and the mean over the batch is the weighted one.
public struct LabelDistributionAwareMargin: LossFunction {
  public static let name = "ldam"
  public static let summary =
    "cross-entropy with larger margins for rarer classes, re-weighted late"

  /// m, the margin of the rarest class as a cosine, in [0, 100].
  public var margin = 0.5
  /// s, in (0, 10000]; the classifier's own scale, where it is a cosine one.
  public var scale = 30.0
  /// 0-based epoch from which on classes are re-weighted, 0 … 1,000,000; never when `nil`.
  @OrNone public var reweightsFrom: Int? = 160
  /// β of the effective number (1 − β^n) / (1 − β), in [0, 1).
  public var beta = 0.9999
  /// How the experts' losses become one; their mean by default.
  public var experts = ExpertReduction.mean

  public init() {}

  public init(
    margin: Double = 0.5, scale: Double = 30, reweightsFrom: Int? = 160, beta: Double = 0.9999,
    experts: ExpertReduction = .mean
  ) {
    self.margin = margin
    self.scale = scale
    self.reweightsFrom = reweightsFrom
    self.beta = beta
    self.experts = experts
  }

  /// Δ of each class, as a cosine.
  public func margins(classCounts: [Int]) -> [Double] {
    let roots = classCounts.map { pow(Double($0), -0.25) }
    let largest = roots.max() ?? 1
    return roots.map { margin * $0 / largest }
  }

  /// The weight of each class's samples once they are re-weighted; their sum is the number of classes.
  public func weights(classCounts: [Int]) -> [Double] {
    let inverse = classCounts.map { (1 - beta) / (1 - pow(beta, Double($0))) }
    let total = inverse.reduce(0, +)
    return inverse.map { $0 * Double(classCounts.count) / total }
  }

  /// Whether an epoch's samples are re-weighted.
  func reweights(_ context: LossContext) -> Bool {
    reweightsFrom.map { context.epoch >= $0 } ?? false
  }

  // The weights of a softmax's loss that undo the class frequencies leave it near the uniform prior.
  public var priorExponent: Double { reweightsFrom == nil ? 1 : 0 }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let dtype = outputs.logits.dtype
    func of(_ labels: Tensor, _ values: [Double]) -> Tensor {
      Tensor(values, device: context.device).to(dtype).indexSelected(axis: 0, labels)
    }
    let shifts = of(labels, margins(classCounts: context.classCounts)).reshaped([-1, 1, 1]) * scale
    let isTarget = labels.oneHot(classes: context.classes).unsqueezed(axis: 1).to(dtype)
    let losses = experts(expertLogLosses(outputs.logits - shifts * isTarget, labels))
    guard reweights(context) else { return LossValues(losses) }
    let weights = weights(classCounts: context.classCounts)
    let mean = of(context.batchLabels(of: labels), weights).mean()
    return LossValues(losses * (of(labels, weights) / mean))
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.reweightsFrom = reweightsFrom.map { scaledStart($0, from: published, to: epochs) }
    return copy
  }

  public func validate() throws {
    try SettingsError.require("margin", margin, from: 0, to: 100)
    try SettingsError.require("scale", scale, above: 0, to: 10_000)
    try SettingsError.require("beta", beta, from: 0, below: 1)
    if let reweightsFrom {
      try SettingsError.require("reweightsFrom", reweightsFrom, in: StageLimits.places)
    }
  }

  public func validate(for inputs: LossInputs) throws {
    if let cosineScale = inputs.cosineScale, cosineScale != scale {
      throw SettingsError(
        "scale",
        "the margins are for cosines times \(scale), the classifier's are times \(cosineScale); expected "
          + "the same number here and in model.classifier.scale")
    }
    guard let reweightsFrom, let epochs = inputs.epochs, reweightsFrom >= epochs else { return }
    throw SettingsError(
      "reweightsFrom",
      "re-weighting from epoch \(reweightsFrom) on never comes in a stage of \(epochs) epochs; expected "
        + "less, or none (--epochs changes both)")
  }
}
