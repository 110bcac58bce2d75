public import Torch

/// What happens in a stage that no gradient does, as a recipe names it: weights are kept small, averaged, or
/// samples begin to count differently.
public protocol HookSettings: CatalogItem {
  /// The hook for one stage. What it has to remember is born below the site's root, or is among its
  /// ``Hook/tensors``.
  func make(for site: StageSite) -> any Hook
  /// The same hook for a stage whose length changed.
  func scaled(from published: Int, to epochs: Int) -> Self
  /// Copies of all weights that it keeps.
  var copiesOfWeights: Int { get }
  /// Whether other weights than those that train are measured and kept: one hook of a stage at most.
  var measuresOtherWeights: Bool { get }
  /// What it adds to λ of the prior ∝ π^λ that the softmax is for.
  var priorExponent: Double { get }
  /// Why it does nothing in a stage of so many epochs; `nil` where it does something.
  func idleReason(epochs: Int) -> String?
  /// - Throws: ``SettingsError`` for settings that do not fit the network, under their key in the hook.
  func validate(for model: ExpertModel) throws
}

extension HookSettings {
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
  public var copiesOfWeights: Int { 0 }
  public var measuresOtherWeights: Bool { false }
  public var priorExponent: Double { 0 }
  public func idleReason(epochs: Int) -> String? { nil }
  public func validate(for model: ExpertModel) throws {}
}

/// A hook at work. Gradients are off in all that it is asked.
public protocol Hook: AnyObject {
  /// What each sample counts in the loss, `[batch]`, for labels `[batch]`; `nil` where all count alike.
  func sampleWeights(_ labels: Tensor, at progress: StageProgress) -> Tensor?
  /// The weights have moved.
  func afterStep(_ progress: StageProgress)
  /// The last step of an epoch is done, and its figures are about to be taken.
  func afterEpoch(_ progress: StageProgress)
  /// Runs `body` with the weights that are to be measured and kept, where these are others than those that
  /// train. Afterwards those that train are in the network again, also when it throws.
  func withMeasuredWeights(_ body: () throws -> Void) throws
  /// Whether the measured weights need the statistics of batch norm taken anew.
  var recomputesStatistics: Bool { get }
  /// The stage is over: what is handed on is put into the network.
  func finish()
  /// What it remembers, beside what was born below its site's root: saved and loaded by name.
  var tensors: [(name: String, tensor: Tensor)] { get }
}

extension Hook {
  public func sampleWeights(_ labels: Tensor, at progress: StageProgress) -> Tensor? { nil }
  public func afterStep(_ progress: StageProgress) {}
  public func afterEpoch(_ progress: StageProgress) {}
  public func withMeasuredWeights(_ body: () throws -> Void) throws { try body() }
  public var recomputesStatistics: Bool { false }
  public func finish() {}
  public var tensors: [(name: String, tensor: Tensor)] { [] }
}
