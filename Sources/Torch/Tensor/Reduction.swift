import CTorch

extension Tensor {
  /// The sum of all elements, a scalar; int64 for integers and Booleans.
  public func sum() -> Tensor { mustSucceed { ctorch_sum_all(handle, &$0) } }

  /// The mean of all elements, a scalar; of fractional types only.
  public func mean() -> Tensor { mustSucceed { ctorch_mean_all(handle, &$0) } }

  /// The largest of all elements, a scalar; NaN when there is one. The tensor must not be empty.
  public func max() -> Tensor { mustSucceed { ctorch_max_all(handle, &$0) } }

  /// The smallest of all elements, a scalar; NaN when there is one. The tensor must not be empty.
  public func min() -> Tensor { mustSucceed { ctorch_min_all(handle, &$0) } }

  /// True when no element is 0.
  public func all() -> Tensor { mustSucceed { ctorch_all(handle, &$0) } }

  /// True when some element is not 0.
  public func any() -> Tensor { mustSucceed { ctorch_any(handle, &$0) } }

  /// The sum over some axes, which go unless they are kept with extent 1; int64 for integers and Booleans.
  public func sum(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    mustSucceed { ctorch_sum(handle, axes, axes.count, keepingAxes, &$0) }
  }

  /// The sum over one axis, which goes unless it is kept with extent 1; int64 for integers and Booleans.
  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    sum(axes: [axis], keepingAxes: keepingAxis)
  }

  /// The mean over some axes, which go unless they are kept with extent 1; of fractional types only.
  public func mean(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    mustSucceed { ctorch_mean(handle, axes, axes.count, keepingAxes, &$0) }
  }

  /// The mean over one axis, which goes unless it is kept with extent 1; of fractional types only.
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

  /// The largest elements along an axis and their positions, int64; the axis goes unless it is kept with
  /// extent 1.
  public func max(axis: Int, keepingAxis: Bool = false) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_max(handle, axis, keepingAxis, &$0, &$1) }
  }

  /// The smallest elements along an axis and their positions, int64; the axis goes unless it is kept with
  /// extent 1.
  public func min(axis: Int, keepingAxis: Bool = false) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_min(handle, axis, keepingAxis, &$0, &$1) }
  }

  /// Positions of the largest elements, int64; the first of equals on the CPU.
  public func argMax(axis: Int, keepingAxis: Bool = false) -> Tensor {
    mustSucceed { ctorch_arg_max(handle, axis, keepingAxis, &$0) }
  }

  /// Each element with those before it along the axis added; the shape stays.
  public func cumulativeSum(axis: Int) -> Tensor {
    mustSucceed { ctorch_cumulative_sum(handle, axis, &$0) }
  }

  /// `exp(x) / Σ exp(x)`, without overflow: positive elements that sum to 1 along the axis.
  public func softmax(axis: Int) -> Tensor {
    mustSucceed { ctorch_softmax(handle, axis, &$0) }
  }

  /// `log softmax(x)` along the axis, without overflow: elements of at most 0.
  public func logSoftmax(axis: Int) -> Tensor {
    mustSucceed { ctorch_log_softmax(handle, axis, &$0) }
  }
}
