import CTorch

/// Batch normalisation of images (Ioffe & Szegedy, 2015), with an addition and a ReLU where they
/// follow.
public struct BatchNorm2D {
  /// γ, `[channels]`.
  public let weight: Tensor
  /// β, `[channels]`.
  public let bias: Tensor
  /// `[channels]`.
  public let runningMean: Tensor
  /// `[channels]`; of the unbiased batch variances.
  public let runningVariance: Tensor
  /// How many training batches were seen; int64, kept for PyTorch's checkpoints.
  public let batchesTracked: Tensor
  /// Share of the batch's statistics in the running ones.
  public let momentum: Double
  /// What is added to the variance under the root; PyTorch's default is 1e-5.
  public let epsilon: Double

  /// γ starts from 1, β from 0, the running mean from 0 and the running variance from 1. The names under
  /// `path` are those of PyTorch's `BatchNorm2d`.
  public init(
    _ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, at path: ParameterPath
  ) {
    weight = path.parameter("weight", [channels], .ones)
    bias = path.parameter("bias", [channels], .zeros)
    runningMean = path.buffer(NormalizationNames.mean, [channels], fill: 0)
    runningVariance = path.buffer(NormalizationNames.variance, [channels], fill: 1)
    batchesTracked = path.buffer("num_batches_tracked", [], fill: 0, dtype: .int64)
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// Normalises `x` `[batch, channels, height, width]`, then adds `residual`, of the same shape, then
  /// applies ReLU if asked to.
  public func callAsFunction(
    _ x: Tensor, _ mode: Mode, adding residual: Tensor? = nil, relu: Bool = false
  ) -> Tensor {
    if mode == .training { batchesTracked.addInPlace(1) }
    return mustSucceed {
      ctorch_fused_batch_norm(x.handle, parameters(mode), residual.handle, relu, &$0)
    }
  }

  func parameters(_ mode: Mode) -> ctorch_normalization {
    ctorch_normalization(
      weight: weight.handle, bias: bias.handle, running_mean: runningMean.handle,
      running_variance: runningVariance.handle, training: mode == .training, momentum: momentum,
      epsilon: epsilon)
  }
}
