import Foundation
public import Torch

/// mixup (Zhang et al., ICLR 2018): x̃ = λ x + (1 − λ) x_P, loss λ·L(y) + (1 − λ)·L(y_P).
///
/// One λ ~ Beta(α, α) and one permutation P a batch, as in the long-tail papers.
/// λ is not folded to ≥ ½; a sample may meet itself.
public struct Mixup: Mixing {
  public static let name = "mixup"
  public static let summary = "convex combinations of a batch with a permutation of itself"

  /// α of the Beta distribution, in [0.01, 1000], or 0, which switches mixing off. Beyond these, gamma draws
  /// are no longer told apart from 0 and infinity.
  public var alpha = 1.0

  public init() {}

  public init(alpha: Double) {
    self.alpha = alpha
  }

  public func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch {
    guard alpha > 0 else { return MixedBatch(batch) }
    let (inputs, labels) = (batch.inputs, batch.labels)
    let lambda = random.beta(alpha, alpha)
    let order = Tensor(random.permutation(of: labels.count), device: inputs.device)
    let partners = inputs.indexSelected(axis: 0, order)
    return MixedBatch(
      inputs: inputs * lambda + partners * (1 - lambda),
      targets: [
        (labels, .whole(lambda)), (labels.indexSelected(axis: 0, order), .whole(1 - lambda)),
      ])
  }

  public func validate() throws {
    guard alpha == 0 || 0.01...1000 ~= alpha else {
      throw SettingsError("alpha", "expected 0, or a number from 0.01 to 1000, found \(alpha)")
    }
  }
}

extension CounterBasedGenerator {
  /// A draw from Beta(a, b), as X / (X + Y) of two gamma draws.
  mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(a)
    let y = gamma(b)
    return x + y > 0 ? x / (x + y) : 0.5
  }

  /// A draw from Gamma(shape, 1) (Marsaglia and Tsang, 2000; below 1 by the boost U^(1/shape)).
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 {
      let boost = pow(max(uniform(), .leastNormalMagnitude), 1 / shape)
      return gamma(shape + 1) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      guard v > 0 else { continue }
      let u = max(uniform(), .leastNormalMagnitude)
      if log(u) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
