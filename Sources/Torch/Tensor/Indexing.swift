import CTorch

extension Tensor {
  /// A view of `count` positions of an axis.
  public func narrowed(axis: Int, from start: Int, count: Int) -> Tensor {
    mustSucceed { ctorch_narrow(handle, axis, start, count, &$0) }
  }

  /// A view of every `step`-th position of an axis in `from ..< to`.
  public func sliced(axis: Int, from start: Int = 0, to end: Int? = nil, step: Int = 1) -> Tensor {
    mustSucceed { ctorch_slice(handle, axis, start, end ?? Int.max, step, &$0) }
  }

  /// A view of one position of an axis, without that axis.
  public func selected(axis: Int, at index: Int) -> Tensor {
    mustSucceed { ctorch_select(handle, axis, index, &$0) }
  }

  /// Views of all positions of an axis, without that axis. Their gradients are put together in one pass, where those of
  /// ``selected(axis:at:)`` each fill a tensor of the whole shape.
  public func unbound(axis: Int) -> [Tensor] {
    var handles = [ctorch_tensor](
      repeating: ctorch_tensor(), count: shape[axis < 0 ? axis + rank : axis])
    mustSucceed { ctorch_unbind(handle, axis, &handles) }
    return handles.map { Tensor(owning: $0) }
  }

  /// The positions of an axis that `indices` (`[n]`, integers) names, in that order.
  public func indexSelected(axis: Int, _ indices: Tensor) -> Tensor {
    mustSucceed { ctorch_index_select(handle, axis, indices.handle, &$0) }
  }

  /// `result[…, i, …] = self[…, indices[…, i, …], …]`; `indices` is int64 of the same rank.
  public func gathered(axis: Int, _ indices: Tensor) -> Tensor {
    mustSucceed { ctorch_gather(handle, axis, indices.handle, &$0) }
  }

  /// A copy in which `result[…, indices[…, i, …], …] = values[…, i, …]`.
  public func scattered(axis: Int, indices: Tensor, values: Tensor) -> Tensor {
    mustSucceed { ctorch_scatter(handle, axis, indices.handle, values.handle, &$0) }
  }

  /// A copy in which `result[…, indices[…, i, …], …] = value`.
  public func scattered(axis: Int, indices: Tensor, value: Double) -> Tensor {
    mustSucceed { ctorch_scatter_scalar(handle, axis, indices.handle, value, &$0) }
  }

  /// A copy with `values[…, i, …]` added at `result[…, indices[…, i, …], …]`; `values` and `indices`
  /// have the same shape.
  public func scatteredAdding(axis: Int, indices: Tensor, values: Tensor) -> Tensor {
    mustSucceed { ctorch_scatter_add(handle, axis, indices.handle, values.handle, &$0) }
  }

  /// A copy with `value` where the boolean `mask` is true.
  public func maskedFill(_ mask: Tensor, _ value: Double) -> Tensor {
    mustSucceed { ctorch_masked_fill(handle, mask.handle, value, &$0) }
  }

  /// `a` where the boolean `mask` is true, else `b`.
  public static func `where`(_ mask: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    mustSucceed { ctorch_where(mask.handle, a.handle, b.handle, &$0) }
  }

  /// Labels (int64, in `0 ..< classes`) as rows of 0 and one 1: a new last axis, int64.
  public func oneHot(classes: Int) -> Tensor {
    mustSucceed { ctorch_one_hot(handle, classes, &$0) }
  }

  /// The `k` largest along an axis, descending.
  public func topK(_ k: Int, axis: Int) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_top_k(handle, k, axis, &$0, &$1) }
  }

  /// In order along an axis; equal elements keep theirs.
  public func sorted(
    axis: Int, descending: Bool = false
  ) -> (values: Tensor, indices: Tensor) {
    mustSucceed { ctorch_sort(handle, axis, descending, &$0, &$1) }
  }
}
