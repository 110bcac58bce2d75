import ArrayFiles
import Foundation

/// A NumPy element type in a pickle: its code, and the byte order that comes after it.
struct NumPyType {
  let code: String
  var byteOrder = ByteOrder.native

  /// Nil for strings, objects, dates and complex numbers.
  var elementType: ElementType? {
    switch code {
    case "b1": .bool
    case "u1": .uint8
    case "i1": .int8
    case "u2": .uint16
    case "i2": .int16
    case "u4": .uint32
    case "i4": .int32
    case "u8": .uint64
    case "i8": .int64
    case "f2": .float16
    case "f4": .float32
    case "f8": .float64
    default: nil
    }
  }

  /// The one number in `bytes`; nil when they are not one of this type.
  func scalar(_ bytes: Data) -> PickleValue? {
    guard let array = array(shape: [], bytes), let elementType else { return nil }
    if elementType == .bool { return .boolean(array.bytes.first != 0) }
    if elementType.isFloatingPoint { return .real(array.doubles()[0]) }
    if let value = (try? array.integers())?.first { return .integer(value) }
    return .largeInteger(array.bytes + [0])
  }

  /// The array of these elements, row-major; nil when they do not fit the shape.
  func array(shape: [Int], _ bytes: Data) -> NumericArray? {
    guard let elementType, shape.count <= 64 else { return nil }
    var size = elementType.byteCount
    for extent in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      size = product
    }
    guard size == bytes.count else { return nil }
    return NumericArray(
      shape: shape, elementType: elementType,
      bytes: bytes.inNativeOrder(from: byteOrder, width: elementType.byteCount))
  }
}
