public import Torch

/// Cross-entropy of logits of one length (Wei, Xie, Cheng, Feng, An, Li, ICML 2022, eq. 7: LogitNorm):
/// `−log softmax(z / (τ (‖z‖ + 1e−7)))[y]`, averaged over the experts.
///
/// However long logits are, their loss is the same, so that a network cannot lower it by growing sure. It answers with
/// logits as they are, whose lengths mean nothing: they have to be calibrated.
public struct LogitNormalization: LossFunction {
  public static let name = "logit-normalization"
  public static let summary = "cross-entropy of logits of one length, against over-confidence"

  /// τ, in [0.001, 1000]; the paper's for CIFAR-10.
  public var temperature = 0.04

  public init() {}

  public init(temperature: Double) {
    self.temperature = temperature
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let lengths = outputs.logits.norm(axis: 2, keepingAxis: true)
    let normalized = outputs.logits / ((lengths + 1e-7) * temperature)
    return LossValues(expertLogLosses(normalized, labels).mean(axis: 1))
  }

  public func validate() throws {
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
  }
}
