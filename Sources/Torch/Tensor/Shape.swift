import CTorch

extension Tensor {
  /// The same elements in another shape; one extent may be −1 and is worked out.
  public func reshaped(_ shape: [Int]) -> Tensor {
    mustSucceed { ctorch_reshape(handle, shape, shape.count, &$0) }
  }

  /// A view that repeats axes of extent 1; −1 keeps an extent.
  public func expanded(to shape: [Int]) -> Tensor {
    mustSucceed { ctorch_expand(handle, shape, shape.count, &$0) }
  }

  /// A view whose axis `i` is this tensor's axis `axes[i]`.
  public func permuted(_ axes: [Int]) -> Tensor {
    mustSucceed { ctorch_permute(handle, axes, axes.count, &$0) }
  }

  /// A view with two axes exchanged.
  public func transposed(_ a: Int, _ b: Int) -> Tensor {
    mustSucceed { ctorch_transpose(handle, a, b, &$0) }
  }

  /// A copy with the order along `axis` reversed.
  public func flipped(axis: Int) -> Tensor {
    mustSucceed { ctorch_flip(handle, axis, &$0) }
  }

  /// A view with a new axis of extent 1 at `axis`.
  public func unsqueezed(axis: Int) -> Tensor {
    mustSucceed { ctorch_unsqueeze(handle, axis, &$0) }
  }

  /// A view without `axis`, whose extent must be 1.
  public func squeezed(axis: Int) -> Tensor {
    let shape = shape
    let index = axis < 0 ? axis + shape.count : axis
    precondition(
      shape.indices.contains(index) && shape[index] == 1,
      "axis \(axis) of \(shape) is not one of extent 1")
    return mustSucceed { ctorch_squeeze(handle, axis, &$0) }
  }

  /// The axes from `axis` on made one.
  public func flattened(from axis: Int = 0) -> Tensor {
    mustSucceed { ctorch_flatten(handle, axis, &$0) }
  }

  /// `value` added around an axis.
  public func padded(axis: Int, before: Int, after: Int, value: Double = 0) -> Tensor {
    let rank = rank
    let index = axis < 0 ? axis + rank : axis
    precondition((0..<rank).contains(index), "axis \(axis) of \(rank)")
    // LibTorch takes (before, after) pairs, the last axis first.
    let amounts = [Int](repeating: 0, count: 2 * (rank - 1 - index)) + [before, after]
    return mustSucceed { ctorch_pad(handle, amounts, amounts.count, value, &$0) }
  }

  /// Joined along an axis that they have.
  public static func concatenated(_ parts: [Tensor], axis: Int) -> Tensor {
    withHandles(parts) { handles in
      mustSucceed("concatenated(_:axis:)") {
        ctorch_concatenate(handles.baseAddress, handles.count, axis, &$0)
      }
    }
  }

  /// Joined along a new axis.
  public static func stacked(_ parts: [Tensor], axis: Int = 0) -> Tensor {
    withHandles(parts) { handles in
      mustSucceed("stacked(_:axis:)") {
        ctorch_stack(handles.baseAddress, handles.count, axis, &$0)
      }
    }
  }
}

/// The tensors' handles, which are valid while `body` runs.
func withHandles<R>(
  _ tensors: [Tensor], _ body: (UnsafeBufferPointer<ctorch_tensor>) -> R
) -> R {
  withExtendedLifetime(tensors) { tensors.map(\.handle).withUnsafeBufferPointer(body) }
}

/// The handles of several lists of tensors, as many in each: a pointer to the first of each list, valid while `body` runs.
func withHandles<R>(
  of lists: [Tensor]..., body: ([UnsafePointer<ctorch_tensor>?]) -> R
) -> R {
  let count = lists.first?.count ?? 0
  precondition(lists.allSatisfy { $0.count == count }, "lists of \(lists.map(\.count)) tensors")
  return withHandles(lists.flatMap { $0 }) { handles in
    body(lists.indices.map { place in handles.baseAddress.map { $0 + place * count } })
  }
}
