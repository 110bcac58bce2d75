import Torch

/// An exponential moving average of the weights, moved after every step. The averages are measured, kept as
/// the best epoch's weights and handed to the next stage.
public struct WeightAveraging: HookSettings {
  public static let name = "weight-averaging"
  public static let summary =
    "an exponential moving average of the weights is what is measured and kept"

  /// The share of the last average in the next, in (0, 1).
  public var decay = 0.999

  public init() {}

  public init(decay: Double) {
    self.decay = decay
  }

  public var copiesOfWeights: Int { 1 }
  public var measuresOtherWeights: Bool { true }

  public func make(for site: StageSite) -> any Hook {
    MovingAverageHook(ExponentialMovingAverage(of: site.model.store, decay: decay))
  }

  public func validate() throws {
    try SettingsError.require("decay", decay, above: 0, below: 1)
  }
}

private final class MovingAverageHook: Hook {
  private let average: ExponentialMovingAverage

  init(_ average: ExponentialMovingAverage) {
    self.average = average
  }

  func afterStep(_ progress: StageProgress) { average.update() }
  func withMeasuredWeights(_ body: () throws -> Void) throws { try average.withAverages(body) }
  func finish() { average.replaceValues() }
  var tensors: [(name: String, tensor: Tensor)] { average.averages }
}
