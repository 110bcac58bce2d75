import Foundation
public import Torch

/// Sharpness-aware minimisation to the degree that a class is rare (Li, Xu, Yang, Wang, Zhang, Cao, Huang, ICML 2025:
/// Focal-SAM), around another optimizer. With π_y the share of a class in the training samples and `c_y = λ (1 − π_y)^γ`,
///
///     w ← along ∇mean((1 − c_y) l)(w) + ∇mean(c_y l)(w + ε),   ε = ρ g / ‖g‖ of g = ∇mean(c_y l)(w)
///
/// λ > 1 lets rare classes' samples count negatively in the first part. A step takes three gradients. A sample's class
/// is its own, before mixing.
public struct FocalSharpnessAwareSettings: WrappingOptimizerSettings {
  public static let name = "focal-sam"
  public static let summary =
    "another optimizer, with rarer classes' gradient rather at the worst point nearby"

  /// ρ, in (0, 100]. The defaults are the authors' for CIFAR-100-LT.
  public var radius = 0.3
  /// γ, in [0, 1000]; 0 treats all classes alike.
  public var exponent = 3.2
  /// λ, in [0, 100]; with γ = 0, 1 is `sam`. 0 is the other optimizer alone.
  public var strength = 0.8
  /// Measures nearness relative to each weight.
  public var adaptive = false
  /// What moves the weights.
  public var base = Chosen<Optimizers>(SGDSettings())

  public init() {}

  public init(
    _ base: some OptimizerSettings, radius: Double = 0.3, exponent: Double = 3.2,
    strength: Double = 0.8, adaptive: Bool = false
  ) {
    self.base = Chosen(base)
    self.radius = radius
    self.exponent = exponent
    self.strength = strength
    self.adaptive = adaptive
  }

  public var gradientsPerStep: Int { 3 }

  /// What it stands around: without a stage, no class has a share.
  public func make(_ groups: [ParameterGroup]) -> any Optimizer { base.settings.make(groups) }

  public func make(_ groups: [ParameterGroup], for site: StageSite) -> any Optimizer {
    let sharp = classWeights(site.classCounts)
    return ClassWiseSharpnessAware(
      base.settings.make(groups), over: groups, radius: radius, isAdaptive: adaptive, sharp: sharp,
      flat: sharp.map { 1 - $0 })
  }

  /// c of each class.
  func classWeights(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +))
    return counts.map { strength * pow(1 - Double($0) / total, exponent) }
  }

  public func validate() throws {
    try validateWrapping()
    try SettingsError.require("exponent", exponent, from: 0, to: 1000)
    try SettingsError.require("strength", strength, from: 0, to: 100)
  }
}
