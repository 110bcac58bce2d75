/// Channels weighted by what a small network makes of their means (Hu et al., CVPR 2018): mean over all places, a 1×1
/// convolution to `reduced` channels, an activation, a 1×1 convolution back, a sigmoid.
public struct SqueezeExcitation {
  /// To the reduced channels.
  public let reduction: Convolution2D
  /// Back to all of them.
  public let expansion: Convolution2D
  private let activation: (Tensor) -> Tensor

  /// The names below `path` are timm's, `conv_reduce` and `conv_expand`; ReLU is the paper's activation.
  public init(
    _ channels: Int, reduced: Int, activation: @escaping (Tensor) -> Tensor = { $0.relu() },
    at path: ParameterPath
  ) {
    reduction = Convolution2D(channels, reduced, kernel: 1, bias: true, at: path / "conv_reduce")
    expansion = Convolution2D(reduced, channels, kernel: 1, bias: true, at: path / "conv_expand")
    self.activation = activation
  }

  /// The images `[batch, channels, height, width]` with their channels weighted.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let means = x.mean(axes: [2, 3], keepingAxes: true)
    return x * expansion(activation(reduction(means))).sigmoid()
  }
}
