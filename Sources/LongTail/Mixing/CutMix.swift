public import Torch

/// CutMix (Yun, Han, Oh, Chun, Choe, Yoo, ICCV 2019): a box of each picture is replaced by that of another
/// picture of the batch; the labels count by the areas.
///
/// One λ ~ Beta(α, α), one box and one permutation a batch.
public struct CutMix: Mixing {
  public static let name = "cutmix"
  public static let summary = "a box of each picture comes from another one of the batch"

  /// α of the Beta distribution, in [0.01, 1000].
  public var alpha = 1.0
  /// Share of the batches that are mixed, in [0, 1].
  public var probability = 1.0

  public init() {}

  public init(alpha: Double, probability: Double = 1) {
    self.alpha = alpha
    self.probability = probability
  }

  public var isForPictures: Bool { true }

  public func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch {
    guard random.uniform() < probability else { return MixedBatch(batch) }
    let lambda = random.beta(alpha, alpha)
    let order = Tensor(
      random.permutation(of: batch.labels.count), device: batch.inputs.device)
    return MixedBatch(
      pasting: batch.inputs.indexSelected(axis: 0, order),
      labels: batch.labels.indexSelected(axis: 0, order), into: batch, lambda: lambda,
      using: &random)
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0.01, to: 1000)
    try SettingsError.require("probability", probability, from: 0, to: 1)
  }
}

extension MixedBatch {
  /// A batch with a box of other pictures in it.
  init(
    pasting foreground: Tensor, labels: Tensor, into batch: StreamBatch, lambda: Double,
    using random: inout CounterBasedGenerator
  ) {
    let (height, width) = (batch.inputs.shape[2], batch.inputs.shape[3])
    let box = PastedBox(height: height, width: width, lambda: lambda, using: &random)
    let kept = box.shareKept(height: height, width: width)
    self.init(
      inputs: box.pasted(foreground, into: batch.inputs),
      targets: [(batch.labels, .whole(kept)), (labels, .whole(1 - kept))])
  }
}
