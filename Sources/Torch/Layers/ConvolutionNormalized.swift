import CTorch

/// A convolution, its batch norm, and an addition and a ReLU where they follow, in fewer passes over
/// the images than one by one.
///
/// In inference without gradients the batch norm is folded into the filters.
public func convolutionNormalized(
  _ x: Tensor, conv: Convolution2D, norm: BatchNorm2D, _ mode: Mode,
  adding residual: Tensor? = nil, relu: Bool = false
) -> Tensor {
  if mode == .training { norm.batchesTracked.addInPlace(1) }
  return mustSucceed {
    ctorch_fused_convolution_batch_norm(
      x.handle, conv.filters, norm.parameters(mode), residual.handle, relu, &$0)
  }
}
