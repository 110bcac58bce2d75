public import ArrayFiles
import CTorch
import Foundation

extension Tensor {
  /// Itself when it is there already.
  public func to(_ device: Device) -> Tensor {
    device == self.device ? self : mustSucceed { ctorch_to_device(handle, device.code, &$0) }
  }

  /// Itself when it has that type already.
  public func to(_ dtype: DType) -> Tensor {
    dtype == self.dtype ? self : mustSucceed { ctorch_to_dtype(handle, dtype.code, &$0) }
  }

  /// The same elements, row-major in memory.
  public func contiguous() -> Tensor {
    mustSucceed { ctorch_contiguous(handle, &$0) }
  }

  /// The same `[b, c, h, w]`, in the memory order `[b, h, w, c]`, which convolutions prefer.
  public func channelsLast() -> Tensor {
    mustSucceed { ctorch_channels_last(handle, &$0) }
  }

  /// A copy in memory of its own.
  public func cloned() -> Tensor {
    mustSucceed { ctorch_clone(handle, &$0) }
  }

  /// A row-major copy on the CPU.
  public func numericArray() -> NumericArray {
    let dtype = dtype
    var bytes = Data(count: count * dtype.byteCount)
    bytes.withUnsafeMutableBytes { buffer in
      mustSucceed { ctorch_copy_bytes(handle, buffer.baseAddress, buffer.count) }
    }
    return NumericArray(shape: shape, elementType: dtype.elementType, bytes: bytes)
  }

  /// All elements, row-major, converted to float32.
  public var floats: [Float] { to(.float32).elements() }

  /// All elements, row-major, converted to float64.
  public var doubles: [Double] { to(.float64).elements() }

  /// All elements, row-major, converted to int64 (fractions are cut off).
  public var ints: [Int] { to(.int64).elements() }

  /// - Precondition: `Element` is what `dtype` stores.
  private func elements<Element: BitwiseCopyable>() -> [Element] {
    let count = count
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      mustSucceed {
        ctorch_copy_bytes(handle, bytes.baseAddress, count * MemoryLayout<Element>.stride)
      }
      initialized = count
    }
  }

  /// The value of a tensor of one element. On a GPU this waits for the work before it.
  public func item() -> Double {
    var value = 0.0
    mustSucceed { ctorch_item(handle, &value) }
    return value
  }
}
