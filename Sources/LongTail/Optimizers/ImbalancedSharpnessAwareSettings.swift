public import Torch

/// Sharpness-aware minimisation for the rare classes alone (Zhou, Qu, Xu, Shen, ICCV 2023: ImbSAM), around another
/// optimizer. With H the losses of a batch's samples of classes with η training samples or more, T those of the others,
/// and B all samples of the batch,
///
///     w ← along ∇(Σ_H l / B)(w) + ∇(k Σ_T l / B)(w + ε),   ε = ρ g / ‖g‖ of g = ∇(k Σ_T l / B)(w)
///
/// The paper has k = 1, the authors' code 2. A step takes three gradients. A sample's class is its own, before mixing.
public struct ImbalancedSharpnessAwareSettings: WrappingOptimizerSettings {
  public static let name = "imbsam"
  public static let summary =
    "another optimizer, with rare classes' gradient at the worst point nearby"

  /// ρ, in (0, 100].
  public var radius = 0.05
  /// η, 0 … 1,000,000,000: classes with fewer training samples are rare ones.
  public var threshold = 20
  /// k, in (0, 1000]; the authors' code's by default.
  public var factor = 2.0
  /// What moves the weights.
  public var base = Chosen<Optimizers>(SGDSettings())

  public init() {}

  public init(
    _ base: some OptimizerSettings, radius: Double = 0.05, threshold: Int = 20, factor: Double = 2
  ) {
    self.base = Chosen(base)
    self.radius = radius
    self.threshold = threshold
    self.factor = factor
  }

  public var gradientsPerStep: Int { 3 }

  /// What it stands around: without a stage, no class is known to be rare.
  public func make(_ groups: [ParameterGroup]) -> any Optimizer { base.settings.make(groups) }

  public func make(_ groups: [ParameterGroup], for site: StageSite) -> any Optimizer {
    let weights = classWeights(site.classCounts)
    return ClassWiseSharpnessAware(
      base.settings.make(groups), over: groups, radius: radius, sharp: weights.sharp,
      flat: weights.flat)
  }

  /// What samples of each class count in T, with its k, and in H.
  func classWeights(_ counts: [Int]) -> (sharp: [Double], flat: [Double]) {
    let isRare = counts.map { $0 < threshold }
    return (isRare.map { $0 ? factor : 0 }, isRare.map { $0 ? 0 : 1 })
  }

  public func validate() throws {
    try validateWrapping()
    try SettingsError.require("threshold", threshold, in: 0...1_000_000_000)
    try SettingsError.require("factor", factor, above: 0, to: 1000)
  }
}
