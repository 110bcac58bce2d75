import Foundation
import Torch

/// Cross-entropy of cosines that noise makes smaller, the more, the rarer their class (Li, Cheung, Lu, CVPR 2022:
/// GCL).
///
/// With u the cosines of features and class weights, `d_c = log n_max − log n_c` and a noise `ε ~ |N(0, 1/3)|`,
/// at most 1, for each sample and class:
///
///     v_c = u_c − k · ε_c · d_c / d_max − m · [c = y],   loss = (1 − p_y)^γ · (−log p_y),  p = softmax(s v)
///
/// The modulator (1 − p_y)^γ is a constant to the gradient. As in the authors' code, every class's cosine is
/// clouded, not the label's alone, and each label set of a mixed batch has a noise of its own. The classifier has
/// to be a cosine one; s may differ from its scale, which is the one that answers.
public struct GaussianCloudedLogits: ObjectiveSettings {
  public static let name = "gaussian-clouded"
  public static let summary = "cross-entropy of cosines with more noise for rarer classes"

  /// s, in (0, 10000].
  public var scale = 30.0
  /// m, a cosine, in [0, 100].
  public var margin = 0.0
  /// k, in [0, 100]; 0 is cross-entropy.
  public var noise = 0.5
  /// γ of the modulator, in [0, 100].
  public var exponent = 0.0

  public init() {}

  public init(
    scale: Double = 30, margin: Double = 0, noise: Double = 0.5, exponent: Double = 0
  ) {
    self.scale = scale
    self.margin = margin
    self.noise = noise
    self.exponent = exponent
  }

  /// `d_c / d_max` of each class, in [0, 1]; all 0 for classes of equal size.
  public func amplitudes(classCounts: [Int]) -> [Double] {
    let largest = log(Double(classCounts.max() ?? 1))
    let gaps = classCounts.map { largest - log(Double($0)) }
    let widest = gaps.max() ?? 0
    return gaps.map { widest > 0 ? $0 / widest : 0 }
  }

  public func make(for site: StageSite) -> any Objective {
    CloudedObjective(self, for: site)
  }

  /// The loss of cosines `[batch, experts, classes]` for a noise of the same shape, in [0, 1]: `[batch]`.
  func values(
    _ cosines: Tensor, _ labels: Tensor, noise drawn: Tensor, amplitudes: Tensor
  ) -> Tensor {
    let isLabel = labels.oneHot(classes: cosines.shape[2]).unsqueezed(axis: 1).to(cosines.dtype)
    let clouded = cosines - drawn * amplitudes * noise - isLabel * margin
    return focalLosses(clouded * scale, labels, exponent: exponent, isDetached: true)
      .mean(axis: 1)
  }

  public func validate() throws {
    try SettingsError.require("scale", scale, above: 0, to: 10_000)
    try SettingsError.require("margin", margin, from: 0, to: 100)
    try SettingsError.require("noise", noise, from: 0, to: 100)
    try SettingsError.require("exponent", exponent, from: 0, to: 100)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.cosineScale != nil else {
      throw SettingsError(
        "", "\(Self.name) clouds cosines; expected model.classifier=cosine")
    }
  }
}

/// The loss at work: its noise follows from the seed, the step and the label set, so that the same step asked again
/// has the same.
private final class CloudedObjective: Objective {
  private let settings: GaussianCloudedLogits
  private let seed: UInt64
  private let classifierScale: Double
  /// `[classes]`
  private let amplitudes: Tensor

  init(_ settings: GaussianCloudedLogits, for site: StageSite) {
    self.settings = settings
    seed = site.seed
    classifierScale = site.model.settings.classifier.head.cosineScale ?? 1
    amplitudes = Tensor(
      settings.amplitudes(classCounts: site.classCounts), device: site.device)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let cosines = step.outputs[0].logits / classifierScale
    let amplitudes = amplitudes.to(cosines.dtype)
    let values = step.batches[0].targets.enumerated().map { index, target in
      let own = settings.values(
        cosines, target.labels,
        noise: noise(cosines, at: step.progress, labelSet: index), amplitudes: amplitudes)
      return step.weighted(target.weight.scaling(own), labels: target.labels)
    }
    guard let first = values.first else { preconditionFailure("a step without labels") }
    return LossValues(values.dropFirst().reduce(first, +))
  }

  private func noise(_ cosines: Tensor, at progress: StageProgress, labelSet: Int) -> Tensor {
    var random = CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.objective.rawValue, UInt64(progress.epoch),
      UInt64(progress.step), UInt64(labelSet))
    let draws = (0..<cosines.count).map { _ in min(abs(random.normal()) / 3, 1) }
    return Tensor(draws, shape: cosines.shape, device: cosines.device).to(cosines.dtype)
  }
}
