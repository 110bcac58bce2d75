public import Torch

/// Sharpness-aware minimisation around another optimizer (Foret, Kleiner, Mobahi, Neyshabur, ICLR 2021): each
/// step takes two gradients, the second at the worst point within ρ of the weights.
///
/// Batch norm follows the batch as the first pass sees it. The adaptive form is ASAM (Kwon et al., ICML 2021).
public struct SharpnessAwareSettings: WrappingOptimizerSettings {
  public static let name = "sam"
  public static let summary = "another optimizer, on the gradient at the worst point nearby (SAM)"

  /// ρ, in (0, 100].
  public var radius = 0.05
  /// Measures nearness relative to each weight.
  public var adaptive = false
  /// What moves the weights.
  public var base = Chosen<Optimizers>(SGDSettings())

  public init() {}

  public init(_ base: some OptimizerSettings, radius: Double = 0.05, adaptive: Bool = false) {
    self.base = Chosen(base)
    self.radius = radius
    self.adaptive = adaptive
  }

  public var gradientsPerStep: Int { 2 * base.settings.gradientsPerStep }

  public func make(_ groups: [ParameterGroup]) -> any Optimizer {
    SharpnessAware(
      base.settings.make(groups), over: groups, radius: radius, isAdaptive: adaptive)
  }

  public func validate() throws {
    try validateWrapping()
  }
}
