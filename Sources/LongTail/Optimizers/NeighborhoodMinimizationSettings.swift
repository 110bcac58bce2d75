import Foundation
public import Torch

/// Gaussian neighbourhood minimisation (Li, Liu, Lu, Zhang, Cheung, Huang, NeurIPS 2024: GNM-PT), around another
/// optimizer: the one gradient of a step is taken at `w + ρ α(e) n`, with n ~ N(0, 1/3) for each weight, kept within ±1. In epoch e, as
/// in the authors' code,
///
///     α(e) = amplitude · 2^−⌊(e − 1) / period⌋
///
/// which is twice the amplitude in epoch 0, and half of it from epoch `period + 1` on. The noise follows from the seed
/// and the step.
public struct NeighborhoodMinimizationSettings: WrappingOptimizerSettings {
  public static let name = "gnm"
  public static let summary = "another optimizer, on the gradient at a random point nearby (GNM)"

  /// ρ, in (0, 100].
  public var radius = 0.05
  /// In (0, 1000].
  public var amplitude = 0.1
  /// Epochs after which the noise is half as large, 1 … 1,000,000.
  public var period = 59
  /// What moves the weights.
  public var base = Chosen<Optimizers>(SGDSettings())

  public init() {}

  public init(
    _ base: some OptimizerSettings, radius: Double = 0.05, amplitude: Double = 0.1, period: Int = 59
  ) {
    self.base = Chosen(base)
    self.radius = radius
    self.amplitude = amplitude
    self.period = period
  }

  /// ρ α(e) of a 0-based epoch.
  func deviation(inEpoch epoch: Int) -> Double {
    let halvings = (Double(epoch - 1) / Double(period)).rounded(.down)
    return radius * amplitude * pow(2, -halvings)
  }

  /// With the noise of seed 0.
  public func make(_ groups: [ParameterGroup]) -> any Optimizer { make(groups, seed: 0) }

  public func make(_ groups: [ParameterGroup], for site: StageSite) -> any Optimizer {
    make(groups, seed: site.seed)
  }

  private func make(_ groups: [ParameterGroup], seed: UInt64) -> any Optimizer {
    NeighborhoodMinimization(base.settings.make(groups), over: groups) { moment, index, parameter in
      var random = CounterBasedGenerator(
        seed: seed, stream: RandomPurpose.optimizer.rawValue, UInt64(moment.epoch),
        UInt64(moment.step), UInt64(index))
      let draws = Tensor.normal(
        parameter.shape, using: &random, dtype: parameter.dtype, device: parameter.device)
      return (draws / 3).clamped(min: -1, max: 1) * deviation(inEpoch: moment.epoch)
    }
  }

  public func validate() throws {
    try validateWrapping()
    try SettingsError.require("amplitude", amplitude, above: 0, to: 1000)
    try SettingsError.require("period", period, in: StageLimits.epochs)
  }
}
