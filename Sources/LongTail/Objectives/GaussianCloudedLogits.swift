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
/// In the angular form (Li, Cheung, Lu, Hu, Lan, Huang, IEEE TAI 2024) the noise and the margin turn features away from class
/// weights: with θ_c the angle whose cosine is u_c and `a_c = π/2 · k · ε_c · d_c / d_max + m · [c = y]`, v_c is
/// cos(θ_c + a_c), and u_c − sin a_c where the angle would pass π.
///
/// The modulator (1 − p_y)^γ is a constant to the gradient. As in the authors' code, every class's cosine is
/// clouded, not the label's alone, and each label set of a mixed batch has a noise of its own. The classifier has
/// to be a cosine one; s may differ from its scale, which is the one that answers.
public struct GaussianCloudedLogits: ObjectiveSettings {
  public static let name = "gaussian-clouded"
  public static let summary = "cross-entropy of cosines with more noise for rarer classes"

  /// What the noise changes.
  public enum Form: String, Sendable, CaseIterable {
    case cosine
    case angle
  }

  /// What the noise changes; cosines by default.
  public var form = Form.cosine
  /// s, in (0, 10000].
  public var scale = 30.0
  /// m, a cosine or an angle, in [0, 100].
  public var margin = 0.0
  /// k, in [0, 100]; 0 is cross-entropy.
  public var noise = 0.5
  /// γ of the modulator, in [0, 100].
  public var exponent = 0.0

  public init() {}

  public init(
    scale: Double = 30, margin: Double = 0, noise: Double = 0.5, exponent: Double = 0,
    form: Form = .cosine
  ) {
    self.form = form
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
    let changes = drawn * amplitudes * (form == .angle ? noise * .pi / 2 : noise) + isLabel * margin
    let clouded = form == .angle ? turned(cosines, by: changes) : cosines - changes
    return focalLosses(clouded * scale, labels, exponent: exponent, isDetached: true)
      .mean(axis: 1)
  }

  /// cos(θ + a) of cosines cos θ and angles a ≥ 0, and cos θ − sin a where θ + a is beyond π.
  private func turned(_ cosines: Tensor, by angles: Tensor) -> Tensor {
    let sines = angles.sin()
    let (turned, beyond) = (angles.cos(), cosines - sines)
    // Where a cosine is 1 or −1, the root has no slope.
    let rest = (1 - cosines.square()).clamped(min: 1e-12).sqrt()
    return Tensor.where(
      cosines.greater(than: -turned), cosines * turned - rest * sines, beyond)
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

extension GaussianCloudedLogits.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of clouded logits")
  }
}
