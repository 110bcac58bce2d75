public import Torch

/// Context-rich minority oversampling (Park, Hong, Heo, Yun, Choi, CVPR 2022: CMO): boxes of pictures from a
/// second stream, where rare classes are frequent, are pasted into the batch's pictures.
///
/// As in the authors' code it rests in the first and the last epochs of a stage, and mixes half of the batches.
public struct ContextRichOversampling: Mixing {
  public static let name = "cmo"
  public static let summary =
    "foregrounds of rare classes are pasted into the batch's pictures (CMO)"

  /// α of the Beta distribution, in [0.01, 1000].
  public var alpha = 1.0
  /// Share of the batches that are mixed, in [0, 1].
  public var probability = 0.5
  /// Epochs without mixing at the beginning and at the end of a stage, 0 … 1,000,000.
  public var rest = 4

  public init() {}

  public init(alpha: Double = 1, probability: Double = 0.5, rest: Int = 4) {
    self.alpha = alpha
    self.probability = probability
    self.rest = rest
  }

  public var partnerStreams: Int { 1 }
  public var isForPictures: Bool { true }

  public func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch {
    let (epoch, epochs) = (context.progress.epoch, context.progress.epochs)
    let isResting = epoch < rest || epoch > epochs - rest
    guard !isResting, random.uniform() < probability, let partner = context.partners.first else {
      return MixedBatch(batch)
    }
    return MixedBatch(
      pasting: partner.inputs, labels: partner.labels, into: batch,
      lambda: random.beta(alpha, alpha), using: &random)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.rest = scaledEpoch(rest, from: published, to: epochs)
    return copy
  }

  public func idleReason(epochs: Int) -> String? {
    rest <= epochs - rest
      ? nil : "it rests in the first and the last \(rest) epochs, and the stage has \(epochs)"
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0.01, to: 1000)
    try SettingsError.require("probability", probability, from: 0, to: 1)
    try SettingsError.require("rest", rest, in: StageLimits.places)
  }
}
