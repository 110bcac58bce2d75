public import Torch

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019).
public struct AdamWSettings: OptimizerSettings {
  public static let name = "adamw"
  public static let summary = "Adam with decoupled weight decay"

  public var learningRate = 1e-3
  /// Decay of the gradient's running mean, in [0, 1).
  public var beta1 = 0.9
  /// Decay of the squared gradient's running mean, in [0, 1).
  public var beta2 = 0.999
  /// Added to the root of the squared gradient's mean, in (0, 1000].
  public var epsilon = 1e-8
  public var weightDecay = 1e-2

  public init() {}

  public var statesPerParameter: Int { 2 }

  public func make(_ groups: [ParameterGroup]) -> any Optimizer {
    AdamW(groups, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  public func validate() throws {
    try validateShared()
    try SettingsError.require("beta1", beta1, from: 0, below: 1)
    try SettingsError.require("beta2", beta2, from: 0, below: 1)
    try SettingsError.require("epsilon", epsilon, above: 0, to: 1000)
  }
}
