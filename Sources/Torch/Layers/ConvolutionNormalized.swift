import CTorch

/// A convolution, its batch norm, and an addition and a ReLU where they follow.
///
/// In inference without gradients the batch norm is folded into the filters, so that the images are
/// passed over once less.
public func convolutionNormalized(
  _ x: Tensor, conv: Convolution2D, norm: BatchNorm2D, _ mode: Mode,
  adding residual: Tensor? = nil, relu: Bool = false
) -> Tensor {
  guard mode == .inference, !ctorch_gradients_enabled() else {
    return norm(conv(x), mode, adding: residual, relu: relu)
  }
  let scale = norm.weight * (norm.runningVariance + norm.epsilon).rsqrt()
  let offset = norm.runningMean - (conv.bias ?? .zeros([1], dtype: x.dtype, device: x.device))
  var y = x.convolution(
    weight: conv.weight * scale.reshaped([-1, 1, 1, 1]), bias: norm.bias - offset * scale,
    stride: conv.stride, padding: conv.padding, groups: conv.groups)
  if let residual { y = y + residual }
  return relu ? y.relu() : y
}
