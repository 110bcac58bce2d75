/// A Swift number that has an `ElementType` with the same bytes.
public protocol NumericElement: BitwiseCopyable, Sendable {
  static var elementType: ElementType { get }
}

extension UInt8: NumericElement { public static var elementType: ElementType { .uint8 } }
extension Int8: NumericElement { public static var elementType: ElementType { .int8 } }
extension UInt16: NumericElement { public static var elementType: ElementType { .uint16 } }
extension Int16: NumericElement { public static var elementType: ElementType { .int16 } }
extension UInt32: NumericElement { public static var elementType: ElementType { .uint32 } }
extension Int32: NumericElement { public static var elementType: ElementType { .int32 } }
extension UInt64: NumericElement { public static var elementType: ElementType { .uint64 } }
extension Int64: NumericElement { public static var elementType: ElementType { .int64 } }
extension Int: NumericElement { public static var elementType: ElementType { .int64 } }
extension Float: NumericElement { public static var elementType: ElementType { .float32 } }
extension Double: NumericElement { public static var elementType: ElementType { .float64 } }
