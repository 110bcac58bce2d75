import CTorch

extension Tensor {
  public func sum() -> Tensor { mustSucceed { ctorch_sum_all(handle, &$0) } }

  public func mean() -> Tensor { mustSucceed { ctorch_mean_all(handle, &$0) } }

  public func max() -> Tensor { mustSucceed { ctorch_max_all(handle, &$0) } }

  public func min() -> Tensor { mustSucceed { ctorch_min_all(handle, &$0) } }

  /// True when no element is 0.
  public func all() -> Tensor { mustSucceed { ctorch_all(handle, &$0) } }

  /// True when some element is not 0.
  public func any() -> Tensor { mustSucceed { ctorch_any(handle, &$0) } }

  public func sum(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    mustSucceed { ctorch_sum(handle, axes, axes.count, keepingAxes, &$0) }
  }

  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    sum(axes: [axis], keepingAxes: keepingAxis)
  }

  public func mean(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    mustSucceed { ctorch_mean(handle, axes, axes.count, keepingAxes, &$0) }
  }

  public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
    mean(axes: [axis], keepingAxes: keepingAxis)
  }

  /// The mean squared distance to the mean; `unbiased` divides by n − 1 instead of n.
  public func variance(axes: [Int], unbiased: Bool, keepingAxes: Bool = false) -> Tensor {
    mustSucceed { ctorch_variance(handle, axes, axes.count, unbiased, keepingAxes, &$0) }
  }

  /// `log Σ exp(x)`, without overflow.
  public func logSumExp(axis: Int, keepingAxis: Bool = false) -> Tensor {
    mustSucceed { ctorch_log_sum_exp(handle, axis, keepingAxis, &$0) }
  }

  /// The Euclidean norm.
  public func norm(axis: Int, keepingAxis: Bool = false) -> Tensor {
    mustSucceed { ctorch_norm(handle, axis, keepingAxis, &$0) }
  }

  /// Divided by the Euclidean norm along `axis`, which counts as at least `floor`.
  public func normalized(axis: Int, floor: Double = 1e-12) -> Tensor {
    self / norm(axis: axis, keepingAxis: true).clamped(min: floor)
  }

  public func max(axis: Int, keepingAxis: Bool = false) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_max(handle, axis, keepingAxis, &$0, &$1) }
  }

  public func min(axis: Int, keepingAxis: Bool = false) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_min(handle, axis, keepingAxis, &$0, &$1) }
  }

  /// Positions of the largest elements, int64; the first of equals on the CPU.
  public func argMax(axis: Int, keepingAxis: Bool = false) -> Tensor {
    mustSucceed { ctorch_arg_max(handle, axis, keepingAxis, &$0) }
  }

  public func cumulativeSum(axis: Int) -> Tensor {
    mustSucceed { ctorch_cumulative_sum(handle, axis, &$0) }
  }

  public func softmax(axis: Int) -> Tensor {
    mustSucceed { ctorch_softmax(handle, axis, &$0) }
  }

  public func logSoftmax(axis: Int) -> Tensor {
    mustSucceed { ctorch_log_softmax(handle, axis, &$0) }
  }
}
