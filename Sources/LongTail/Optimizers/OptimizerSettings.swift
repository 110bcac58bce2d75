public import Torch

/// How a stage's parameters are updated.
public protocol OptimizerSettings: CatalogItem {
  /// Base learning rate, in (0, 1000]; the stage's schedule multiplies it.
  var learningRate: Double { get }
  /// L2 penalty on every parameter of the stage, in [0, 1000].
  var weightDecay: Double { get }
  /// How often a step asks for gradients.
  var gradientsPerStep: Int { get }
  /// Numbers that it keeps for each parameter.
  var statesPerParameter: Int { get }
  /// Whether a step is along the one gradient at the weights, so that another optimizer can stand around it.
  var isPlain: Bool { get }
  /// Whether it can tell what a step would make of a parameter before it takes it.
  var looksAhead: Bool { get }
  /// The optimizer over groups of parameters.
  func make(_ groups: [ParameterGroup]) -> any Optimizer
  /// The optimizer over groups of parameters of a stage, where it depends on the stage.
  func make(_ groups: [ParameterGroup], for site: StageSite) -> any Optimizer
}

extension OptimizerSettings {
  public var gradientsPerStep: Int { 1 }
  public var isPlain: Bool { true }
  public var looksAhead: Bool { false }

  public func make(_ groups: [ParameterGroup], for site: StageSite) -> any Optimizer {
    make(groups)
  }

  /// What holds for every optimizer.
  /// - Throws: ``SettingsError`` for settings out of range.
  func validateShared() throws {
    try SettingsError.require("learningRate", learningRate, above: 0, to: 1000)
    try SettingsError.require("weightDecay", weightDecay, from: 0, to: 1000)
  }
}
