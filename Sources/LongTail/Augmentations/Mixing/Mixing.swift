public import Torch

/// A batch after mixing: inputs, and for each label set the weight of its loss.
public struct MixedBatch {
  /// `[batch, channels, height, width]` or `[batch, width]`
  public var inputs: Tensor
  /// The loss of a sample is Σ weight · loss(labels); the weights of a sample sum to one.
  public var targets: [(labels: Tensor, weight: MixingWeight)]

  public init(inputs: Tensor, targets: [(labels: Tensor, weight: MixingWeight)]) {
    self.inputs = inputs
    self.targets = targets
  }
}

/// The share of one label set in a mixed batch's loss.
public enum MixingWeight {
  /// The same for every sample, in [0, 1].
  case whole(Double)
  /// `[batch]`, each in [0, 1].
  case perSample(Tensor)
}

/// Combines the samples of a batch with each other.
public protocol Mixing: CatalogItem {
  /// Mixes a batch on its device, after normalisation, with labels `[batch]`, int64. The generator is
  /// keyed by (seed, epoch, step), so that the draw does not depend on what ran before.
  func callAsFunction(
    _ inputs: Tensor, _ labels: Tensor, using random: inout CounterBasedGenerator
  ) -> MixedBatch
}

/// Every way to mix there is.
public enum Mixings: Catalog {
  public static let kind = "mixing"
  public static let all: [any CatalogItem.Type] = [
    Mixup.self
  ]
}
