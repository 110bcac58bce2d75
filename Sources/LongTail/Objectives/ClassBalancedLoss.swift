public import Torch

/// Losses times the inverse effective number of samples of the label's class (Cui, Jia, Lin, Song, Belongie, CVPR
/// 2019): `w_y · loss`, with w ∝ (1 − β) / (1 − βⁿ) and mean 1 over the classes.
///
/// The mean over a batch is the plain one, as in the authors' code; that of PyTorch's weighted cross-entropy
/// divides by the weights, and is the hook `class-weights`.
public struct ClassBalancedLoss: LossFunction {
  public static let name = "class-balanced"
  public static let summary = "losses weighted by the effective number of the class's samples"

  /// What is weighted.
  public enum Form: String, Sendable, CaseIterable {
    /// `Σ_c (1 − q_c)^γ · (−log q_c)`, q one against all: the label's weight counts for all classes' terms.
    case sigmoidFocal = "sigmoid-focal"
    /// `(1 − p_y)^γ · (−log p_y)`; γ = 0 is weighted cross-entropy.
    case focal
    /// `(1 − e^−x)^γ · x` with x = w_y · (−log p_y): the modulator sees the weighted loss, as in the code of Cao
    /// et al. (NeurIPS 2019).
    case weightedFocal = "weighted-focal"
    /// `1/C · Σ_c` of the binary cross-entropies of the softmax's probabilities: stage 2 of Weight Balancing
    /// (Alshammari et al., CVPR 2022) in its authors' code. It has no γ.
    case binaryOfSoftmax = "binary-of-softmax"
  }

  /// What is weighted; the authors' sigmoid focal loss by default.
  public var form = Form.sigmoidFocal
  /// β, in [0, 1); 0 weights nothing.
  public var beta = 0.9999
  /// γ, in [0, 100].
  public var exponent = 1.0

  public init() {}

  public init(form: Form, beta: Double = 0.9999, exponent: Double = 1) {
    self.form = form
    self.beta = beta
    self.exponent = exponent
  }

  /// The weight of each class, with mean 1, for class counts ≥ 1.
  public func weights(classCounts: [Int]) -> [Double] {
    effectiveNumberWeights(classCounts: classCounts, beta: beta)
  }

  // Weights that undo the class frequencies leave the softmax near the uniform prior.
  public var priorExponent: Double { beta == 0 ? 1 : 0 }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let logits = outputs.logits
    let weights = Tensor(weights(classCounts: context.classCounts), device: context.device)
      .to(logits.dtype).indexSelected(axis: 0, labels).unsqueezed(axis: 1)
    let values =
      switch form {
      case .sigmoidFocal:
        weights * sigmoidFocalLosses(logits, labels, exponent: exponent, isDetached: false)
      case .focal: weights * focalLosses(logits, labels, exponent: exponent, isDetached: false)
      case .weightedFocal: modulated(weights * expertLogLosses(logits, labels))
      case .binaryOfSoftmax: weights * binaryLosses(logits, labels)
      }
    return LossValues(values.mean(axis: 1))
  }

  /// The floor keeps the slope of small powers finite where the loss is 0.
  private func modulated(_ losses: Tensor) -> Tensor {
    (1 - (-losses).exp()).clamped(min: 1e-12).pow(exponent) * losses
  }

  /// `−1/C · (log p_y + Σ_{c≠y} log (1 − p_c))` of each expert, `[batch, experts]`.
  private func binaryLosses(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    let classes = logits.shape[2]
    // 1 − p of the likeliest class comes from the others' logits, and is not rounded to 0.
    let isLikeliest = logits.argMax(axis: 2).oneHot(classes: classes).greater(than: 0)
    let others =
      logits.maskedFill(isLikeliest, -.infinity).logSumExp(axis: 2, keepingAxis: true)
      - logits.logSumExp(axis: 2, keepingAxis: true)
    let complements = (-logits.softmax(axis: 2)).maskedFill(isLikeliest, 0).log1p()
    let isLabel = labels.oneHot(classes: classes).unsqueezed(axis: 1).greater(than: 0)
    let rest = Tensor.where(isLikeliest, others, complements).maskedFill(isLabel, 0).sum(axis: 2)
    return (expertLogLosses(logits, labels) - rest) / Double(classes)
  }

  public func validate() throws {
    try SettingsError.require("beta", beta, from: 0, below: 1)
    try SettingsError.require("exponent", exponent, from: 0, to: 100)
  }
}

extension ClassBalancedLoss.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of class-balanced loss")
  }
}
