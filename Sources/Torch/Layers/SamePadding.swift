/// The padding that TensorFlow calls SAME: maps of `⌈side / stride⌉`, with the odd row or column of zeros after, not
/// before. PyTorch's equal padding on both sides gives other numbers where a stride of 2 meets an even side.
public struct SamePadding: Sendable, Equatable {
  /// Side of the filters.
  public let kernel: Int
  /// Pixels from one place of the filters to the next.
  public let stride: Int

  public init(kernel: Int, stride: Int) {
    self.kernel = kernel
    self.stride = stride
  }

  /// Rows or columns of zeros for a side of so many pixels.
  public func amounts(for side: Int) -> (before: Int, after: Int) {
    let total = max(0, ((side + stride - 1) / stride - 1) * stride + kernel - side)
    return (total / 2, total - total / 2)
  }

  /// What a convolution can pad by itself whatever the side: with a stride of 1 and an odd kernel.
  public var symmetric: Int? { stride == 1 && kernel % 2 == 1 ? kernel / 2 : nil }

  /// The images `[batch, channels, height, width]` with their zeros around them.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (height, width) = (amounts(for: x.shape[2]), amounts(for: x.shape[3]))
    return x.padded(axis: 2, before: height.before, after: height.after)
      .padded(axis: 3, before: width.before, after: width.after)
  }
}
