import Torch

/// Slow weights that look ahead along the fast ones (Zhang, Lucas, Hinton, Ba, NeurIPS 2019, algorithm 1): after every
/// k steps `φ ← φ + α (θ − φ)`, and training goes on from θ = φ.
///
/// The optimizer keeps its momentum, as in the authors' code by default. Buffers, such as batch norm's statistics, are
/// left alone.
public struct Lookahead: HookSettings {
  public static let name = "lookahead"
  public static let summary = "every few steps the weights go back part of the way they came"

  /// k, 1 … 1,000,000.
  public var steps = 5
  /// α, in (0, 1]; 1 changes nothing.
  public var rate = 0.5

  public init() {}

  public init(steps: Int = 5, rate: Double = 0.5) {
    self.steps = steps
    self.rate = rate
  }

  public var copiesOfWeights: Int { 1 }

  public func make(for site: StageSite) -> any Hook {
    LookaheadHook(
      self, site.model.store.parameters,
      count: site.root.buffer("steps", [], fill: 0, dtype: .float64))
  }

  public func validate() throws {
    try SettingsError.require("steps", steps, in: 1...1_000_000)
    try SettingsError.require("rate", rate, above: 0, to: 1)
  }
}

private final class LookaheadHook: Hook {
  private let settings: Lookahead
  private let fast: [(name: String, tensor: Tensor)]
  private let slow: [(name: String, tensor: Tensor)]
  /// Steps since the slow weights moved.
  private let count: Tensor

  init(_ settings: Lookahead, _ parameters: [(name: String, tensor: Tensor)], count: Tensor) {
    self.settings = settings
    self.count = count
    fast = parameters
    slow = parameters.map { ($0.name, $0.tensor.detached().cloned()) }
  }

  func afterStep(_ progress: StageProgress) {
    count.addInPlace(1)
    guard Int(count.item()) >= settings.steps else { return }
    count.fillInPlace(0)
    for (slow, fast) in zip(slow, fast) {
      let own = fast.tensor.detached()
      slow.tensor.addInPlace(own - slow.tensor, factor: settings.rate)
      own.assignInPlace(slow.tensor)
    }
  }

  var tensors: [(name: String, tensor: Tensor)] { slow }
}
