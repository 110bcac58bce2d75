public import ArrayFiles
import CTorch
import Foundation

extension Tensor {
  /// Copies row-major elements; without a `shape`, along one axis.
  public convenience init(_ values: [Float], shape: [Int]? = nil, device: Device = .cpu) {
    self.init(elements: values, shape: shape, dtype: .float32, device: device)
  }

  /// Copies row-major elements; without a `shape`, along one axis.
  public convenience init(_ values: [Double], shape: [Int]? = nil, device: Device = .cpu) {
    self.init(elements: values, shape: shape, dtype: .float64, device: device)
  }

  /// Copies row-major elements; without a `shape`, along one axis.
  public convenience init(_ values: [Int], shape: [Int]? = nil, device: Device = .cpu) {
    self.init(elements: values, shape: shape, dtype: .int64, device: device)
  }

  /// Copies row-major elements; without a `shape`, along one axis.
  public convenience init(_ values: [UInt8], shape: [Int]? = nil, device: Device = .cpu) {
    self.init(elements: values, shape: shape, dtype: .uint8, device: device)
  }

  private convenience init<Element>(
    elements: [Element], shape: [Int]?, dtype: DType, device: Device
  ) {
    let handle = elements.withUnsafeBytes {
      Tensor.handle(copying: $0, shape: shape ?? [elements.count], dtype: dtype, device: device)
    }
    self.init(owning: handle)
  }

  /// Copies row-major elements.
  public convenience init(
    bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType, device: Device = .cpu
  ) {
    self.init(
      owning: Tensor.handle(copying: bytes, shape: shape, dtype: dtype, device: device))
  }

  /// Copies an array from disk. Integers of types that tensors lack are widened: 8 and 16 bits to
  /// int32, unsigned 32 and 64 bits to int64 (values beyond its range become its largest).
  public convenience init(_ array: NumericArray, device: Device = .cpu) {
    let (bytes, dtype) = array.widened()
    let handle = bytes.withUnsafeBytes {
      Tensor.handle(copying: $0, shape: array.shape, dtype: dtype, device: device)
    }
    self.init(owning: handle)
  }

  private static func handle(
    copying bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType, device: Device
  ) -> ctorch_tensor {
    var handle = ctorch_tensor()
    mustSucceed("Tensor.init") {
      ctorch_from_bytes(
        bytes.baseAddress, bytes.count, shape, shape.count, dtype.code, device.code, &handle)
    }
    return handle
  }

  /// Images given as `[batch, height, width, channels]`, copied once into a tensor of logical shape
  /// `[batch, channels, height, width]` with channels-last memory.
  public static func channelsLast(
    nhwc: UnsafeBufferPointer<Float>, batch: Int, height: Int, width: Int, channels: Int,
    device: Device = .cpu
  ) -> Tensor {
    precondition(
      nhwc.count == batch * height * width * channels,
      "\(nhwc.count) values for \([batch, height, width, channels])")
    return mustSucceed {
      ctorch_from_channels_last(
        nhwc.baseAddress, batch, height, width, channels, device.code, &$0)
    }
  }

  /// A tensor of one value throughout; an empty shape makes a scalar.
  public static func full(
    _ shape: [Int], _ value: Double, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    mustSucceed { ctorch_full(shape, shape.count, value, dtype.code, device.code, &$0) }
  }

  /// A tensor of zeros; an empty shape makes a scalar.
  public static func zeros(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    full(shape, 0, dtype: dtype, device: device)
  }

  /// A tensor of ones; an empty shape makes a scalar.
  public static func ones(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    full(shape, 1, dtype: dtype, device: device)
  }

  /// Memory as it comes: to be written before it is read.
  public static func empty(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    mustSucceed { ctorch_empty(shape, shape.count, dtype.code, device.code, &$0) }
  }

  /// `0, 1, … count − 1`, int64.
  public static func arange(_ count: Int, device: Device = .cpu) -> Tensor {
    mustSucceed { ctorch_arange(count, device.code, &$0) }
  }

  /// A tensor of one element and no axes.
  public static func scalar(
    _ value: Double, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    full([], value, dtype: dtype, device: device)
  }
}

extension NumericArray {
  /// The elements as a type that tensors have.
  fileprivate func widened() -> (bytes: Data, dtype: DType) {
    switch elementType {
    case .bool: (bytes, .bool)
    case .uint8: (bytes, .uint8)
    case .int32: (bytes, .int32)
    case .int64: (bytes, .int64)
    case .float16: (bytes, .float16)
    case .bfloat16: (bytes, .bfloat16)
    case .float32: (bytes, .float32)
    case .float64: (bytes, .float64)
    case .int8: (converted { (value: Int8) in Int32(value) }, .int32)
    case .int16: (converted { (value: Int16) in Int32(value) }, .int32)
    case .uint16: (converted { (value: UInt16) in Int32(value) }, .int32)
    case .uint32: (converted { (value: UInt32) in Int64(value) }, .int64)
    case .uint64: (converted { (value: UInt64) in Int64(clamping: value) }, .int64)
    }
  }

  private func converted<From: BitwiseCopyable, To: BitwiseCopyable>(
    _ convert: (From) -> To
  ) -> Data {
    var result = Data(capacity: count * MemoryLayout<To>.stride)
    bytes.withUnsafeBytes { source in
      for index in 0..<count {
        let value = source.loadUnaligned(
          fromByteOffset: index * MemoryLayout<From>.stride, as: From.self)
        withUnsafeBytes(of: convert(value)) { result.append(contentsOf: $0) }
      }
    }
    return result
  }
}
