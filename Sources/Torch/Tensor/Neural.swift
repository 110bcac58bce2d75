import CTorch

// Images are `[batch, channels, height, width]`.
extension Tensor {
  /// `x · weightᵀ + bias`, with `weight` `[outputs, inputs]`.
  public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    mustSucceed { ctorch_linear(handle, weight.handle, bias.handle, &$0) }
  }

  /// Cross-correlation with `weight` `[outputs, inputs / groups, kernel, kernel]`.
  public func convolution(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, groups: Int = 1
  ) -> Tensor {
    mustSucceed {
      ctorch_convolution(
        handle, weight.handle, bias.handle, stride, padding, groups, &$0)
    }
  }

  /// Padding counts as zeros in the mean.
  public func averagePool(kernel: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
    mustSucceed { ctorch_average_pool(handle, kernel, stride ?? kernel, padding, &$0) }
  }

  /// The largest of each `kernel × kernel` pixels, every `stride` pixels (`kernel` when `nil`); padding never
  /// wins.
  public func maxPool(kernel: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
    mustSucceed { ctorch_max_pool(handle, kernel, stride ?? kernel, padding, &$0) }
  }

  /// The mean over height and width: `[batch, channels]`.
  public func globalAveragePool() -> Tensor { mean(axes: [2, 3]) }

  /// Batch normalisation over all axes but 1 (Ioffe & Szegedy, 2015).
  ///
  /// In training it uses the batch's mean and biased variance, and moves the running ones in place by
  /// the share `momentum` towards the batch's mean and unbiased variance; otherwise it uses the
  /// running ones.
  public func batchNorm(
    weight: Tensor?, bias: Tensor?, runningMean: Tensor?, runningVariance: Tensor?,
    training: Bool, momentum: Double = 0.1, epsilon: Double = 1e-5
  ) -> Tensor {
    mustSucceed {
      ctorch_batch_norm(
        handle, weight.handle, bias.handle, runningMean.handle, runningVariance.handle, training,
        momentum, epsilon, &$0)
    }
  }

  /// Each element set to 0 with probability `rate`, in [0, 1), the others scaled by `1 / (1 − rate)`.
  public func dropout(_ rate: Double, using generator: inout CounterBasedGenerator) -> Tensor {
    precondition((0..<1).contains(rate), "dropout rate \(rate) is not in [0, 1)")
    guard rate > 0 else { return self }
    let scale = Float(1 / (1 - rate))
    let mask = (0..<count).map { _ in generator.uniform() < rate ? 0 : scale }
    return self * Tensor(mask, shape: shape, device: device).to(dtype)
  }

  /// Resized with pixel centres at half positions. With `antialias`, a smaller image averages over
  /// all pixels that each of its own covers.
  public func interpolatedBilinear(height: Int, width: Int, antialias: Bool = false) -> Tensor {
    mustSucceed { ctorch_interpolate_bilinear(handle, height, width, antialias, &$0) }
  }
}
