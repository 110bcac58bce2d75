public import Torch

/// A batch after mixing: inputs, and for each label set the weight of its loss.
public struct MixedBatch {
  /// `[batch, channels, height, width]` or `[batch, width]`
  public var inputs: Tensor
  /// The loss of a sample is Σ weight · loss(labels); the weights of a sample sum to one.
  public var targets: [(labels: Tensor, weight: MixingWeight)]

  /// A batch that has been mixed.
  /// - Parameters:
  ///   - inputs: `[batch, channels, height, width]` or `[batch, width]`.
  ///   - targets: labels `[batch]`, int64, and their shares of the loss, which sum to one for each sample.
  public init(inputs: Tensor, targets: [(labels: Tensor, weight: MixingWeight)]) {
    self.inputs = inputs
    self.targets = targets
  }

  /// The first view of a batch as it is.
  public init(_ batch: StreamBatch) {
    self.init(inputs: batch.inputs, targets: [(batch.labels, .whole(1))])
  }
}

/// The share of one label set in a mixed batch's loss.
public enum MixingWeight {
  /// The same for every sample, in [0, 1].
  case whole(Double)
  /// `[batch]`, each in [0, 1].
  case perSample(Tensor)
}

/// What a mixing may know beside the batch.
public struct MixingContext {
  /// Images per class in the set that is trained on, in class order, each ≥ 1.
  public let classCounts: [Int]
  /// How far the stage has come, for mixings that change over it.
  public let progress: StageProgress
  /// A batch of each stream that the mixing asks for, of the batch's size.
  public let partners: [StreamBatch]

  /// Without arguments, no class counts, the first epoch of one, and no partners.
  public init(
    classCounts: [Int] = [], progress: StageProgress = StageProgress(epoch: 0, epochs: 1),
    partners: [StreamBatch] = []
  ) {
    self.classCounts = classCounts
    self.progress = progress
    self.partners = partners
  }
}

/// Combines samples with each other: those of a batch among themselves, or with those of further streams.
public protocol Mixing: CatalogItem {
  /// How many further streams it takes samples from. They go into the network mixed, or not at all.
  var partnerStreams: Int { get }
  /// Whether it cuts and pastes, so that samples have to be pictures.
  var isForPictures: Bool { get }
  /// The same mixing for a stage whose length changed.
  func scaled(from published: Int, to epochs: Int) -> Self
  /// Why it mixes nothing in a stage of so many epochs; `nil` where it mixes.
  func idleReason(epochs: Int) -> String?
  /// Mixes the first view of a batch on its device, after normalisation. The generator is keyed by
  /// (seed, epoch, step), so that the draw does not depend on what ran before.
  func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch
}

extension Mixing {
  public var partnerStreams: Int { 0 }
  public var isForPictures: Bool { false }
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
  public func idleReason(epochs: Int) -> String? { nil }
}
