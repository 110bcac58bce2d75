public import Torch

/// Stochastic gradient descent with momentum and coupled weight decay.
public struct SGDSettings: OptimizerSettings {
  public static let name = "sgd"
  public static let summary = "SGD with momentum and coupled weight decay"

  /// The rate before the schedule's factor, in (0, 1000].
  public var learningRate = 0.1
  /// Share of the last step that is kept, in [0, 1).
  public var momentum = 0.9
  /// Whether a step looks ahead along the last one (Nesterov's momentum, which needs some).
  public var nesterov = false
  /// L2 penalty that is added to the gradient, `decay · w`, at least 0.
  public var weightDecay = 2e-4

  public init() {}

  public init(
    learningRate: Double = 0.1, momentum: Double = 0.9, nesterov: Bool = false,
    weightDecay: Double = 2e-4
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  public var looksAhead: Bool { true }
  public var statesPerParameter: Int { momentum > 0 ? 1 : 0 }

  public func make(_ groups: [ParameterGroup]) -> any Optimizer {
    SGD(groups, momentum: momentum, nesterov: nesterov)
  }

  public func validate() throws {
    try validateShared()
    try SettingsError.require("momentum", momentum, from: 0, below: 1)
    guard !nesterov || momentum > 0 else {
      throw SettingsError("nesterov", "needs a momentum above 0")
    }
  }
}
