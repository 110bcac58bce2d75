public import Torch

/// Cross-entropy in which samples count the less, the surer the network is of their label (Lin, Goyal, Girshick,
/// He, Dollár, ICCV 2017, eq. 4): `(1 − p_y)^γ · (−log p_y)`.
///
/// Three different losses share the name. Tables of long-tailed recognition have the softmax form, with γ = 1 (Cao
/// et al., NeurIPS 2019) or 2; the sigmoid form, `Σ_c (1 − q_c)^γ · (−log q_c)` with q_c = σ(z_c) for the label
/// and 1 − σ(z_c) for every other class, is the detector's.
public struct FocalLoss: LossFunction {
  public static let name = "focal"
  public static let summary = "cross-entropy in which samples count less, the surer they are"

  /// Of what the probabilities are made.
  public enum Form: String, Sendable, CaseIterable {
    case softmax, sigmoid
  }

  /// What the gradient sees of (1 − p)^γ.
  public enum Modulator: String, Sendable, CaseIterable {
    /// The gradient is that of the whole formula.
    case plain
    /// A constant: the gradient goes through the logarithm alone.
    case detached
  }

  /// γ, in [0, 100]; 0 is cross-entropy.
  public var exponent = 1.0
  /// Of what the probabilities are made; the softmax by default, as in tables of long-tailed recognition.
  public var form = Form.softmax
  /// What the gradient sees of the modulator; the whole formula by default.
  public var modulator = Modulator.plain

  public init() {}

  public init(exponent: Double, form: Form = .softmax, modulator: Modulator = .plain) {
    self.exponent = exponent
    self.form = form
    self.modulator = modulator
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let isDetached = modulator == .detached
    let values =
      switch form {
      case .softmax:
        focalLosses(outputs.logits, labels, exponent: exponent, isDetached: isDetached)
      case .sigmoid:
        sigmoidFocalLosses(outputs.logits, labels, exponent: exponent, isDetached: isDetached)
      }
    return LossValues(values.mean(axis: 1))
  }

  public func validate() throws {
    try SettingsError.require("exponent", exponent, from: 0, to: 100)
  }
}

/// `(1 − p_y)^γ · (−log p_y)` of each expert's softmax, `[batch, experts]`, from logits
/// `[batch, experts, classes]`.
func focalLosses(
  _ logits: Tensor, _ labels: Tensor, exponent: Double, isDetached: Bool
) -> Tensor {
  let losses = expertLogLosses(logits, labels)
  let isLabel = labels.oneHot(classes: logits.shape[2]).unsqueezed(axis: 1).greater(than: 0)
  // log (1 − p_y) from the other classes' logits keeps its digits where p_y is near 1.
  let others = logits.maskedFill(isLabel, -.infinity).logSumExp(axis: 2)
  let modulator = ((others - logits.logSumExp(axis: 2)) * exponent).exp()
  return (isDetached ? modulator.detached() : modulator) * losses
}

/// `Σ_c (1 − q_c)^γ · (−log q_c)` of each expert, one against all, `[batch, experts]`, from logits
/// `[batch, experts, classes]`.
func sigmoidFocalLosses(
  _ logits: Tensor, _ labels: Tensor, exponent: Double, isDetached: Bool
) -> Tensor {
  let isLabel = labels.oneHot(classes: logits.shape[2]).unsqueezed(axis: 1).to(logits.dtype)
  // q_c = σ(signed), so −log q_c = log (1 + e^−signed), and log (1 − q_c) = −log (1 + e^signed).
  let signed = logits * (isLabel * 2 - 1)
  let modulator = (logOnePlusExponential(signed) * -exponent).exp()
  let losses = (isDetached ? modulator.detached() : modulator) * logOnePlusExponential(-signed)
  return losses.sum(axis: 2)
}

/// `log (1 + eˣ)` to the last digit; LibTorch's own softplus is a straight line above 20.
private func logOnePlusExponential(_ x: Tensor) -> Tensor {
  let zero = Tensor.zeros([], dtype: x.dtype, device: x.device)
  // At 0 the maximum has half a slope, and the rest none, as it should be.
  return x.maximum(zero) + (-x.abs()).exp().log1p()
}

extension FocalLoss.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of focal loss")
  }
}

extension FocalLoss.Modulator: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "modulator of focal loss")
  }
}
