import CTorch

/// The forms of the Gaussian error linear unit (Hendrycks & Gimpel, 2016) that networks were trained with. They differ
/// in the third digit: weights of one form lose accuracy in another.
public enum GELU: String, Sendable, Codable, CaseIterable {
  /// `½ x (1 + erf(x / √2))`.
  case exact
  /// `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
  case tanh
  /// `x / (1 + exp(−1.702 x))`: OpenAI's CLIP.
  case quick
}

extension Tensor {
  /// Each element times the probability that a standard normal number is smaller.
  public func gelu(_ form: GELU = .exact) -> Tensor {
    switch form {
    case .exact: mustSucceed { ctorch_gelu(handle, false, &$0) }
    case .tanh: mustSucceed { ctorch_gelu(handle, true, &$0) }
    case .quick: self * (self * 1.702).sigmoid()
    }
  }
}
