import Foundation
import Torch

/// Cross-entropy, and that of a classifier that was moved for each class of the batch to where the class costs more, the
/// further, the rarer it is (Zhou, Li, Zhao, Heng, Gong, CVPR 2023: stage 1 of CC-SAM). With W and b the linear classifier of
/// k numbers, f a sample's features, g the gradient of the mean loss of the batch's samples of class c by W, or by b, and n_c
/// the class's training samples:
///
///     (1 − a) · L(W f + b, y) + a · L((W + ε) f + b + ε_b, y)
///     ε = η √‖(W, b)‖ · k^¼ / (√2 · (n_c − 1)^¼ · √‖g‖) · g / ‖g‖
///
/// The radius is the one that minimises the paper's PAC-Bayesian bound, times η. As in the authors' code, W and b have
/// gradients and radii of their own, ε is a constant to the gradient, and in a mixed batch g is that of the mixed loss and a
/// sample's class its own, whose loss alone the moved classifier is asked for; `mixesPerturbed` gives it the mixed labels.
/// In place of n_c − 1 there is at least 1, where the code would divide by 0.
///
/// A step needs no further pass: ε moves a sample's logits by products of features and gradients of the batch.
public struct ClassConditionalSharpness: ObjectiveSettings {
  public static let name = "class-conditional-sharpness"
  public static let summary =
    "cross-entropy, also of a classifier moved uphill for each class, further for rarer ones"

  /// η, in (0, 1000].
  public var radius = 1e-6
  /// a, in [0, 1]; 0 is cross-entropy.
  public var share = 0.5
  /// Whether the loss of the moved classifier has the labels of a mixed batch, as the other has, rather than the sample's own.
  public var mixesPerturbed = false

  public init() {}

  public init(radius: Double = 1e-6, share: Double = 0.5, mixesPerturbed: Bool = false) {
    self.radius = radius
    self.share = share
    self.mixesPerturbed = mixesPerturbed
  }

  public func make(for site: StageSite) -> any Objective {
    ClassConditionalObjective(self, for: site)
  }

  /// The part of the radius that is a class's own: `η k^¼ / (√2 (n − 1)^¼)` for k numbers of the classifier.
  func radii(classCounts: [Int], parameters: Int) -> [Double] {
    classCounts.map {
      radius * pow(Double(parameters), 0.25)
        / (2.0.squareRoot() * pow(Double(max($0 - 1, 1)), 0.25))
    }
  }

  public func validate() throws {
    try SettingsError.require("radius", radius, above: 0, to: 1000)
    try SettingsError.require("share", share, from: 0, to: 1)
  }

  public func validate(for inputs: LossInputs) throws {
    try inputs.requireLinearClassifier("moves")
  }
}

/// The loss at work on a network's own classifier.
private final class ClassConditionalObjective: Objective {
  private let settings: ClassConditionalSharpness
  private let weight: Tensor
  private let bias: Tensor
  /// `[classes]`
  private let radii: Tensor

  init(_ settings: ClassConditionalSharpness, for site: StageSite) {
    self.settings = settings
    (weight, bias) = site.linearClassifier
    radii = Tensor(
      settings.radii(classCounts: site.classCounts, parameters: weight.count + bias.count),
      device: site.device
    ).to(weight.dtype)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let outputs = step.outputs[0]
    let targets = step.batches[0].targets
    func losses(_ logits: Tensor) -> Tensor {
      let all = logits.unsqueezed(axis: 1)
      let terms = targets.enumerated().map { place, target in
        step.weighted(
          target.weight.scaling(negativeLogLikelihood(all, target.labels)), branch: 0, target: place
        )
      }
      return terms.dropFirst().reduce(terms[0], +)
    }
    let logits = outputs.combinedLogits.to(weight.dtype)
    let plain = losses(logits)
    let moved =
      logits
      + shifts(outputs.meanFeatures.to(weight.dtype), slopes(logits, targets), step.labels)
    let perturbed =
      settings.mixesPerturbed
      ? losses(moved)
      : step.weighted(
        negativeLogLikelihood(moved.unsqueezed(axis: 1), step.labels), labels: step.labels)
    return LossValues(
      plain * (1 - settings.share) + perturbed * settings.share,
      parts: [("perturbed", perturbed.detached())])
  }

  /// The derivative of each sample's cross-entropy by its logits, `[batch, classes]`, as a constant.
  private func slopes(
    _ logits: Tensor, _ targets: [(labels: Tensor, weight: MixingWeight)]
  ) -> Tensor {
    withoutGradients {
      let probabilities = logits.detached().softmax(axis: 1)
      let transposed = targets.map { target in
        target.weight.scaling(
          target.labels.oneHot(classes: logits.shape[1]).to(logits.dtype).transposed(0, 1))
      }
      return probabilities - transposed.dropFirst().reduce(transposed[0], +).transposed(0, 1)
    }
  }

  /// ε f + ε_b of each sample's class, `[batch, classes]`, whose gradient goes to the features alone: of features
  /// `[batch, width]`, slopes of the losses by the logits `[batch, classes]`, and the samples' classes `[batch]`.
  private func shifts(_ features: Tensor, _ slopes: Tensor, _ labels: Tensor) -> Tensor {
    let others = features.detached()
    let (means, byWeight, byBias) = withoutGradients {
      let isSame = labels.unsqueezed(axis: 1).equal(to: labels.unsqueezed(axis: 0))
        .to(features.dtype)
      let means = isSame / isSame.sum(axis: 1, keepingAxis: true)
      // ‖g‖² of W is the sum over pairs of a class of (f · f′)(s · s′), without the gradient itself.
      let products = others.matmul(others.transposed(0, 1)) * slopes.matmul(slopes.transposed(0, 1))
      let length = (weight.detached().square().sum() + bias.detached().square().sum()).sqrt()
      let own = radii.indexSelected(axis: 0, labels) * length.sqrt()
      func scale(_ squares: Tensor) -> Tensor {
        // Where a class has no slope, it is moved nowhere.
        let norms = squares.clamped(min: 1e-24).sqrt()
        return (own / (norms * norms.sqrt())).unsqueezed(axis: 1)
      }
      return (
        means, scale((means.matmul(products) * means).sum(axis: 1)),
        scale(means.matmul(slopes).square().sum(axis: 1))
      )
    }
    let near = features.matmul(others.transposed(0, 1)) * means
    return near.matmul(slopes) * byWeight + means.matmul(slopes) * byBias
  }
}
