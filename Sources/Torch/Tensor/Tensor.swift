import CTorch

/// An n-dimensional array of numbers on a device, with the history that gradients need.
///
/// A class, as identity is real: a model and its optimizer share each parameter. Operations return
/// new tensors, though views such as `narrowed` share memory with what they came from; those that
/// change a tensor in place say so in their names. A mistake, such as shapes that do not fit, stops the
/// program with the operation's name and LibTorch's reason.
///
/// Axes count from 0; negative ones from the end. Not `Sendable`: tensors stay on the task that made
/// them, and what crosses is plain arrays.
public final class Tensor {
  let handle: ctorch_tensor

  init(owning handle: ctorch_tensor) {
    self.handle = handle
  }

  deinit {
    ctorch_release(handle)
  }

  /// Number of axes.
  public var rank: Int { ctorch_rank(handle) }

  /// Extent of each axis; empty for a scalar.
  public var shape: [Int] {
    let rank = rank
    return [Int](unsafeUninitializedCapacity: rank) { buffer, count in
      if let start = buffer.baseAddress { ctorch_shape(handle, start) }
      count = rank
    }
  }

  /// Number of elements.
  public var count: Int { ctorch_element_count(handle) }

  /// The type of the elements.
  public var dtype: DType {
    var code = CTORCH_FLOAT32
    mustSucceed { ctorch_tensor_dtype(handle, &code) }
    return DType(code)
  }

  /// Where the elements lie.
  public var device: Device {
    var device = ctorch_device()
    mustSucceed { ctorch_tensor_device(handle, &device) }
    return Device(device)
  }

  /// True when the elements lie in memory in row-major order without gaps.
  public var isContiguous: Bool { ctorch_is_contiguous(handle) }

  /// True when the elements of `[b, c, h, w]` lie in memory in the order `[b, h, w, c]`.
  public var isChannelsLast: Bool { ctorch_is_channels_last(handle) }
}

extension Tensor: CustomStringConvertible {
  /// Shape, type and device, and the elements when they are few.
  public var description: String {
    let kind = "Tensor(\(shape), \(dtype.rawValue), \(device)"
    return count <= 16 ? "\(kind), \(doubles))" : "\(kind))"
  }
}

extension Tensor? {
  /// A null handle for `nil`: "none" where the C interface takes it.
  var handle: ctorch_tensor { self?.handle ?? ctorch_tensor() }
}
