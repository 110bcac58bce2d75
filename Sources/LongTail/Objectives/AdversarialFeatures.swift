import Foundation
import Torch

/// Cross-entropy, and that of features that were moved to where their class costs more, the further, the rarer it is (Zhou,
/// Li, Zhao, Heng, Gong, CVPR 2023: stage 2 of CC-SAM). With f a sample's features, g the gradient of its loss by them, G that
/// of all of the batch's samples of its class, and in epoch e of E:
///
///     (1 − α) · L(W f + b, y) + α · ω_y · L(W (f + s · ω_y · g / ‖G‖) + b, y)
///     ω_c = log(n_max / n_c + 0.01) / d,   α = min((e + 1) / E, limit)
///
/// What features are moved by is a constant to the gradient. The softmax is taken for one of the prior that the samples are
/// shown by: ω, which is no power of it, tilts it somewhat more to rare classes.
public struct AdversarialFeatures: ObjectiveSettings {
  public static let name = "adversarial-features"
  public static let summary =
    "cross-entropy, also of features moved uphill, further and with more weight for rarer classes"

  /// s, in (0, 1000].
  public var strength = 1.0
  /// d, in [0.001, 1000].
  public var divisor = 2.0
  /// The largest α, in [0, 1]; 0 is cross-entropy.
  public var limit = 0.3

  public init() {}

  public init(strength: Double = 1, divisor: Double = 2, limit: Double = 0.3) {
    self.strength = strength
    self.divisor = divisor
    self.limit = limit
  }

  public func make(for site: StageSite) -> any Objective { AdversarialObjective(self, for: site) }

  /// ω of each class, above 0.
  func classWeights(_ counts: [Int]) -> [Double] {
    let largest = Double(counts.max() ?? 1)
    return counts.map { log(largest / Double($0) + 0.01) / divisor }
  }

  /// α of an epoch.
  func share(at progress: StageProgress) -> Double {
    min(Double(progress.epoch + 1) / Double(progress.epochs), limit)
  }

  public func validate() throws {
    try SettingsError.require("strength", strength, above: 0, to: 1000)
    try SettingsError.require("divisor", divisor, from: 0.001, to: 1000)
    try SettingsError.require("limit", limit, from: 0, to: 1)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and features are moved for one class; set mixing=none")
    }
    try inputs.requireLinearClassifier("moves the features of")
  }
}

/// The loss at work on a network's own classifier.
private final class AdversarialObjective: Objective {
  private let settings: AdversarialFeatures
  private let weight: Tensor
  private let bias: Tensor
  /// `[classes]`
  private let classWeights: Tensor

  init(_ settings: AdversarialFeatures, for site: StageSite) {
    self.settings = settings
    (weight, bias) = site.linearClassifier
    classWeights = Tensor(settings.classWeights(site.classCounts), device: site.device)
      .to(weight.dtype)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let outputs = step.outputs[0]
    let labels = step.labels
    let logits = outputs.combinedLogits.to(weight.dtype)
    let features = outputs.meanFeatures.to(weight.dtype)
    let weights = classWeights.indexSelected(axis: 0, labels)
    let change = withoutGradients { moves(logits.detached(), labels, weights) }
    let moved = (features + change).linear(weight: weight, bias: bias)
    let plain = negativeLogLikelihood(logits.unsqueezed(axis: 1), labels)
    let adversarial = negativeLogLikelihood(moved.unsqueezed(axis: 1), labels) * weights
    let share = settings.share(at: step.progress)
    return LossValues(
      step.weighted(plain * (1 - share) + adversarial * share, labels: labels),
      parts: [("adversarial", step.weighted(adversarial.detached(), labels: labels))])
  }

  /// What each sample's features are moved by, `[batch, width]`.
  private func moves(_ logits: Tensor, _ labels: Tensor, _ weights: Tensor) -> Tensor {
    let isLabel = labels.oneHot(classes: logits.shape[1]).to(logits.dtype)
    let gradients = (logits.softmax(axis: 1) - isLabel).matmul(weight.detached())
    let ofClass = isLabel.transposed(0, 1).matmul(
      gradients.square().sum(axis: 1, keepingAxis: true))
    let norms = ofClass.indexSelected(axis: 0, labels).sqrt() + 1e-12
    return gradients * (weights.unsqueezed(axis: 1) * settings.strength / norms)
  }
}
