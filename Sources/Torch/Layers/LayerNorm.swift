import CTorch

/// Layer normalisation over the last axis (Ba et al., 2016), by the mean and the biased variance of each vector.
public struct LayerNorm {
  /// γ, `[width]`.
  public let weight: Tensor
  /// β, `[width]`.
  public let bias: Tensor
  /// What is added to the variance under the root; PyTorch's default is 1e-5.
  public let epsilon: Double

  /// γ starts from 1, β from 0.
  public init(_ width: Int, epsilon: Double = 1e-5, at path: ParameterPath) {
    weight = path.parameter("weight", [width], .ones)
    bias = path.parameter("bias", [width], .zeros)
    self.epsilon = epsilon
  }

  /// A layer of tensors that are there already, `[width]` both.
  public init(weight: Tensor, bias: Tensor, epsilon: Double) {
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// The vectors `[…, width]`, normalised.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.layerNorm(weight: weight, bias: bias, epsilon: epsilon)
  }
}

extension Tensor {
  /// `(x − mean) / √(variance + epsilon)` along the last axis, with the biased variance, times `weight` plus `bias`.
  public func layerNorm(
    weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
  ) -> Tensor {
    mustSucceed { ctorch_layer_norm(handle, weight.handle, bias.handle, epsilon, &$0) }
  }
}
