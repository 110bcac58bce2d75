public import Torch

/// mixup (Zhang et al., ICLR 2018) with samples of a second stream: x̃ = λ x + (1 − λ) x′, loss λ·L(y) + (1 − λ)·L(y′).
///
/// One λ ~ Beta(α, α) a batch, as in GLMC (Du, Yang, Jia, Nan, Chen, Yang, CVPR 2023).
public struct StreamMixup: Mixing {
  public static let name = "stream-mixup"
  public static let summary = "convex combinations of a batch with samples of a second stream"

  /// α of the Beta distribution, in [0.01, 1000].
  public var alpha = 1.0

  public init() {}

  public init(alpha: Double) {
    self.alpha = alpha
  }

  public var partnerStreams: Int { 1 }

  public func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch {
    guard let partner = context.partners.first else { return MixedBatch(batch) }
    let lambda = random.beta(alpha, alpha)
    return MixedBatch(
      inputs: batch.inputs * lambda + partner.inputs * (1 - lambda),
      targets: [(batch.labels, .whole(lambda)), (partner.labels, .whole(1 - lambda))])
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0.01, to: 1000)
  }
}
