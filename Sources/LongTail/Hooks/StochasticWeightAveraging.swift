import Torch

/// Stochastic weight averaging (Izmailov et al., UAI 2018): the mean of the weights after each epoch from one
/// on. The mean is measured, kept and handed on, with batch norm's statistics taken anew for it.
///
/// Until the first epoch of the mean, the weights themselves are measured.
public struct StochasticWeightAveraging: HookSettings {
  public static let name = "stochastic-weight-averaging"
  public static let summary = "the mean of the weights after each of the last epochs"

  /// Share of the stage, in [0, 1), after which the mean begins.
  public var start = 0.75

  public init() {}

  public init(start: Double) {
    self.start = start
  }

  public var copiesOfWeights: Int { 1 }
  public var measuresOtherWeights: Bool { true }

  public func make(for site: StageSite) -> any Hook {
    AveragingHook(
      of: site.model.store, from: firstEpoch(of: site.epochs),
      count: site.root.buffer("count", [], fill: 0, dtype: .float64))
  }

  /// The first 0-based epoch whose weights count; the last one of the stage at the latest.
  func firstEpoch(of epochs: Int) -> Int {
    min(max(0, epochs - 1), Int((start * Double(epochs)).rounded(.down)))
  }

  public func validate() throws {
    try SettingsError.require("start", start, from: 0, below: 1)
  }
}

/// The running mean, `mean ← mean + (w − mean) / n`.
private final class AveragingHook: Hook {
  private let store: ParameterStore
  private let firstEpoch: Int
  /// n: how many epochs the mean is of.
  private let count: Tensor
  private let means: [(name: String, tensor: Tensor)]

  init(of store: ParameterStore, from firstEpoch: Int, count: Tensor) {
    self.store = store
    self.firstEpoch = firstEpoch
    self.count = count
    means = store.tensors.map { ($0.name, $0.tensor.detached().cloned()) }
  }

  private var holdsMean: Bool { count.item() > 0 }

  func afterEpoch(_ progress: StageProgress) {
    guard progress.epoch >= firstEpoch else { return }
    count.addInPlace(1)
    let share = 1 / count.item()
    for (mean, own) in zip(means, store.tensors) {
      if mean.tensor.dtype.isFloatingPoint, share < 1 {
        mean.tensor.addInPlace(own.tensor.detached() - mean.tensor, factor: share)
      } else {
        mean.tensor.assignInPlace(own.tensor)
      }
    }
  }

  func withMeasuredWeights(_ body: () throws -> Void) throws {
    guard holdsMean else { return try body() }
    exchange()
    defer { exchange() }
    try body()
  }

  var recomputesStatistics: Bool { holdsMean }

  func finish() { if holdsMean { exchange() } }

  private func exchange() {
    withoutGradients {
      for (mean, own) in zip(means, store.tensors) {
        let kept = own.tensor.detached().cloned()
        own.tensor.assignInPlace(mean.tensor)
        mean.tensor.assignInPlace(kept)
      }
    }
  }

  var tensors: [(name: String, tensor: Tensor)] { means }
}
