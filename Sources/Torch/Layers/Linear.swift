/// `x · weightᵀ + bias`.
public struct Linear {
  /// `[outputs, inputs]`.
  public let weight: Tensor
  /// `[outputs]`.
  public let bias: Tensor?

  /// The weight starts from `initial`, the bias from `initialBias`; PyTorch's default when `nil`.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, initial: Initialization? = nil,
    initialBias: Initialization? = nil, at path: ParameterPath
  ) {
    let standard = Initialization.frameworkDefault(fanIn: inputs)
    weight = path.parameter("weight", [outputs, inputs], initial ?? standard)
    self.bias = bias ? path.parameter("bias", [outputs], initialBias ?? standard) : nil
  }

  /// A layer of tensors that are there already, `[outputs, inputs]` and `[outputs]`.
  public init(weight: Tensor, bias: Tensor?) {
    self.weight = weight
    self.bias = bias
  }

  /// - Parameter x: `[…, inputs]`.
  /// - Returns: `[…, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.linear(weight: weight, bias: bias)
  }
}
