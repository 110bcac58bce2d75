public import Foundation

/// The type of one element of a numeric array on disk.
public enum ElementType: String, Sendable, Codable, CaseIterable {
  case bool, uint8, int8, uint16, int16, uint32, int32, uint64, int64
  case float16, bfloat16, float32, float64

  /// Size of one element, in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// True for the kinds that hold fractions.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }
}

/// An n-dimensional array of numbers: row-major, native byte order, contiguous.
///
/// The bytes may lie in a mapped file; they are never written to.
public struct NumericArray: Sendable {
  /// Extent of each axis; empty for a scalar.
  public let shape: [Int]
  /// What each element is.
  public let elementType: ElementType
  /// `count × elementType.byteCount` bytes, row-major. May be a slice of a mapped file.
  public let bytes: Data

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// - Precondition: `bytes` holds exactly the elements that `shape` and `elementType` need.
  public init(shape: [Int], elementType: ElementType, bytes: Data) {
    precondition(
      bytes.count == shape.reduce(1, *) * elementType.byteCount,
      "\(bytes.count) bytes for shape \(shape) of \(elementType)")
    self.shape = shape
    self.elementType = elementType
    self.bytes = bytes
  }
}
