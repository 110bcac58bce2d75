public import Torch

/// Sharpness-aware minimisation around another optimizer (Foret, Kleiner, Mobahi, Neyshabur, ICLR 2021): each
/// step takes two gradients, the second at the worst point within ρ of the weights.
///
/// Batch norm follows the batch as the first pass sees it. The adaptive form is ASAM (Kwon et al., ICML 2021).
public struct SharpnessAwareSettings: OptimizerSettings {
  public static let name = "sam"
  public static let summary = "another optimizer, on the gradient at the worst point nearby (SAM)"
  public static let nested: [String: any Catalog.Type] = ["base": Optimizers.self]

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

  public var learningRate: Double { base.settings.learningRate }
  public var weightDecay: Double { base.settings.weightDecay }
  public var gradientsPerStep: Int { 2 * base.settings.gradientsPerStep }
  public var isPlain: Bool { false }
  /// The base's, and the weights as they were before the climb.
  public var statesPerParameter: Int { base.settings.statesPerParameter + 1 }

  public func make(_ groups: [ParameterGroup]) -> any Optimizer {
    SharpnessAware(
      base.settings.make(groups), over: groups, radius: radius, isAdaptive: adaptive)
  }

  public func validate() throws {
    try SettingsError.require("radius", radius, above: 0, to: 100)
    try validate(base: base)
  }
}
