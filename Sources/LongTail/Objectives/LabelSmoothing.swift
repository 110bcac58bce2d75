public import Torch

/// Cross-entropy against labels that are smoothed alike for all classes (Szegedy, Vanhoucke, Ioffe, Shlens, Wojna,
/// CVPR 2016, section 7): `q_y = 1 − ε + ε / C`, and ε / C for each other class.
///
/// Near ε = 1 it keeps a classifier from growing the logits of frequent classes (Sun et al., ICLR 2025: LOS, with
/// ε = 0.98). Such a network's own probabilities are near-uniform by design, so it has to be calibrated.
public struct LabelSmoothing: LossFunction {
  public static let name = "label-smoothing"
  public static let summary = "cross-entropy of labels that are smoothed alike for all classes"

  /// ε, in [0, 1); 0 is cross-entropy.
  public var strength = 0.1

  public init() {}

  public init(strength: Double) {
    self.strength = strength
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let own = expertLogLosses(outputs.logits, labels)
    let all = -outputs.logits.logSoftmax(axis: 2).mean(axis: 2)
    return LossValues((own * (1 - strength) + all * strength).mean(axis: 1))
  }

  public func validate() throws {
    try SettingsError.require("strength", strength, from: 0, below: 1)
  }
}
