import CTorch

/// Square filters slid over images.
public struct Convolution2D {
  /// `[outputs, inputs / groups, kernel, kernel]`.
  public let weight: Tensor
  /// `[outputs]`.
  public let bias: Tensor?
  /// Pixels from one place of a filter to the next, along both axes.
  public let stride: Int
  /// Rows and columns of zeros on each side of an image.
  public let padding: Int
  /// Parts into which the channels are divided; each output reads the inputs of its part only.
  public let groups: Int

  /// The weight starts from `initial`, the bias from `initialBias`; PyTorch's default when `nil`.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    groups: Int = 1, bias: Bool = false, initial: Initialization? = nil,
    initialBias: Initialization? = nil, at path: ParameterPath
  ) {
    precondition(
      inputs % groups == 0 && outputs % groups == 0,
      "\(inputs) inputs and \(outputs) outputs in \(groups) groups")
    let standard = Initialization.frameworkDefault(fanIn: inputs / groups * kernel * kernel)
    weight = path.parameter(
      "weight", [outputs, inputs / groups, kernel, kernel], initial ?? standard)
    self.bias = bias ? path.parameter("bias", [outputs], initialBias ?? standard) : nil
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  /// - Parameter x: `[batch, inputs, height, width]`.
  /// - Returns: `[batch, outputs, height′, width′]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mustSucceed { ctorch_fused_convolution(x.handle, filters, &$0) }
  }

  var filters: ctorch_filters {
    ctorch_filters(
      weight: weight.handle, bias: bias.handle, stride: stride, padding: padding, groups: groups)
  }
}
