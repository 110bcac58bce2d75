public import ArrayFiles
import CTorch

/// The type of one element of a tensor.
public enum DType: String, Sendable, Codable, CaseIterable {
  case bool, uint8, int32, int64, float16, bfloat16, float32, float64

  /// True for the kinds that hold fractions, which alone can have gradients.
  public var isFloatingPoint: Bool { elementType.isFloatingPoint }

  /// Size of one element, in bytes.
  public var byteCount: Int { elementType.byteCount }

  /// The same type on disk.
  public var elementType: ElementType {
    switch self {
    case .bool: .bool
    case .uint8: .uint8
    case .int32: .int32
    case .int64: .int64
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float32: .float32
    case .float64: .float64
    }
  }

  var code: ctorch_dtype {
    switch self {
    case .bool: CTORCH_BOOL
    case .uint8: CTORCH_UINT8
    case .int32: CTORCH_INT32
    case .int64: CTORCH_INT64
    case .float16: CTORCH_FLOAT16
    case .bfloat16: CTORCH_BFLOAT16
    case .float32: CTORCH_FLOAT32
    case .float64: CTORCH_FLOAT64
    }
  }

  init(_ code: ctorch_dtype) {
    guard let dtype = DType.allCases.first(where: { $0.code == code }) else {
      preconditionFailure("element type \(code) is not known")
    }
    self = dtype
  }
}
