import CTorch

/// Sums the gradients of some parameters over a group while a backward pass goes on: the reducer of LibTorch's
/// data-parallel training, in buckets.
public final class GradientReducer {
  private let handle: ctorch_reducer
  /// Outlives the reducer.
  private let group: ProcessGroup

  /// PyTorch's size of a bucket, in bytes.
  public static let bucketBytes = 25 << 20

  /// - Parameters:
  ///   - parameters: leaves that take gradients, the same ones in every process; at least one.
  ///   - group: over which they are summed.
  ///   - bucketBytes: how much is sent at once, in bytes.
  /// - Throws: `TorchError`, when the parameters of the processes differ.
  public init(
    _ parameters: [Tensor], over group: ProcessGroup, bucketBytes: Int = GradientReducer.bucketBytes
  ) throws(TorchError) {
    var handle = ctorch_reducer()
    let handles = parameters.map(\.handle)
    guard ctorch_make_reducer(group.handle, handles, handles.count, bucketBytes, &handle) else {
      throw .last
    }
    self.handle = handle
    self.group = group
  }

  deinit { ctorch_release_reducer(handle) }

  /// The backward pass of a loss, after which each parameter's gradient is the mean of those of all processes.
  /// - Throws: `TorchError`, when another process has gone.
  public func backward(_ loss: Tensor) throws(TorchError) {
    guard ctorch_prepare_reducer(handle, loss.handle), ctorch_backward(loss.handle) else {
      throw .last
    }
  }
}
