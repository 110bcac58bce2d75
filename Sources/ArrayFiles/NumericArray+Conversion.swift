import Foundation

/// Why an array's elements are not integers of the machine.
public struct IntegerConversionProblem: Error, Equatable, CustomStringConvertible {
  /// Position of the first element that does not fit, in row-major order; nil when the type is wrong.
  public let index: Int?
  /// Whether the element is whole, but so large that its type may have rounded it.
  public var isRounded = false
  public let description: String
}

extension ElementType {
  /// The whole number up to which this type of floats has all of them; `nil` for integers, and where no index is as large.
  fileprivate var largestExactInteger: Int? {
    switch self {
    case .float16: 1 << 11
    case .bfloat16: 1 << 8
    case .float32: 1 << 24
    default: nil
    }
  }
}

extension NumericArray {
  /// - Precondition: `values` holds as many elements as `shape` says.
  public init<Element: NumericElement>(_ values: [Element], shape: [Int]) {
    self.init(
      shape: shape, elementType: Element.elementType,
      bytes: values.withUnsafeBytes { Data($0) })
  }

  /// The elements in row-major order, rounded to the nearest float where they need to be.
  public func floats() -> [Float] {
    switch elementType {
    case .bool: converted { (element: UInt8) in element == 0 ? 0 : 1 }
    case .uint8: converted { (element: UInt8) in Float(element) }
    case .int8: converted { (element: Int8) in Float(element) }
    case .uint16: converted { (element: UInt16) in Float(element) }
    case .int16: converted { (element: Int16) in Float(element) }
    case .uint32: converted { (element: UInt32) in Float(element) }
    case .int32: converted { (element: Int32) in Float(element) }
    case .uint64: converted { (element: UInt64) in Float(element) }
    case .int64: converted { (element: Int64) in Float(element) }
    case .float16: converted(HalfPrecision.float(fromHalf:))
    case .bfloat16: converted(HalfPrecision.float(fromBrain:))
    case .float32: copied()
    case .float64: converted { (element: Double) in Float(element) }
    }
  }

  /// The elements in row-major order, rounded to the nearest double where they need to be.
  public func doubles() -> [Double] {
    switch elementType {
    case .bool: converted { (element: UInt8) in element == 0 ? 0 : 1 }
    case .uint8: converted { (element: UInt8) in Double(element) }
    case .int8: converted { (element: Int8) in Double(element) }
    case .uint16: converted { (element: UInt16) in Double(element) }
    case .int16: converted { (element: Int16) in Double(element) }
    case .uint32: converted { (element: UInt32) in Double(element) }
    case .int32: converted { (element: Int32) in Double(element) }
    case .uint64: converted { (element: UInt64) in Double(element) }
    case .int64: converted { (element: Int64) in Double(element) }
    case .float16: converted { (bits: UInt16) in Double(HalfPrecision.float(fromHalf: bits)) }
    case .bfloat16: converted { (bits: UInt16) in Double(HalfPrecision.float(fromBrain: bits)) }
    case .float32: converted { (element: Float) in Double(element) }
    case .float64: copied()
    }
  }

  /// Every element as an integer of the machine.
  ///
  /// - Parameter acceptingWholeFloats: whether floating-point elements are taken when each one is a
  ///   whole number; otherwise their type alone is an error.
  /// - Returns: the elements in row-major order; booleans are 0 and 1.
  /// - Throws: when the elements are fractions, not finite, or beyond `Int`'s range, and floats so large that their type
  ///   may have rounded another number to them: 2049 is 2048 in float16.
  public func integers(
    acceptingWholeFloats: Bool = false
  ) throws(IntegerConversionProblem) -> [Int] {
    switch elementType {
    case .bool: return converted { (element: UInt8) in element == 0 ? 0 : 1 }
    case .uint8: return converted { (element: UInt8) in Int(element) }
    case .int8: return converted { (element: Int8) in Int(element) }
    case .uint16: return converted { (element: UInt16) in Int(element) }
    case .int16: return converted { (element: Int16) in Int(element) }
    case .uint32: return converted { (element: UInt32) in Int(element) }
    case .int32: return converted { (element: Int32) in Int(element) }
    case .int64: return copied()
    case .uint64:
      let values: [UInt64] = copied()
      if let index = values.firstIndex(where: { $0 > UInt64(Int.max) }) {
        throw IntegerConversionProblem(
          index: index, description: "element \(index) is \(values[index]), beyond 64-bit integers")
      }
      return values.map { Int($0) }
    case .float16, .bfloat16, .float32, .float64:
      guard acceptingWholeFloats else {
        throw IntegerConversionProblem(
          index: nil, description: "the elements are \(elementType), integers were expected")
      }
      return try wholeNumbers()
    }
  }

  /// The array without its first axis when that has extent 1 and is not the only one: `[1, n, …]`
  /// becomes `[n, …]`; any other array is returned as it is.
  public var droppingLeadingUnitAxis: NumericArray {
    guard shape.count > 1, shape[0] == 1 else { return self }
    return NumericArray(shape: Array(shape.dropFirst()), elementType: elementType, bytes: bytes)
  }

  /// Some rows, without a copy: the first axis cut to this range.
  ///
  /// - Precondition: there is an axis, and the range lies in it.
  public func rows(_ range: Range<Int>) -> NumericArray {
    precondition(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "rows \(range) of shape \(shape)")
    let width = shape.dropFirst().reduce(elementType.byteCount, *)
    let start = bytes.startIndex + range.lowerBound * width
    return NumericArray(
      shape: [range.count] + shape.dropFirst(), elementType: elementType,
      bytes: bytes[start..<start + range.count * width])
  }

  private func wholeNumbers() throws(IntegerConversionProblem) -> [Int] {
    let values = doubles()
    if let index = values.firstIndex(where: { Int(exactly: $0) == nil }) {
      throw IntegerConversionProblem(
        index: index, description: "element \(index) is \(values[index]), not a whole number")
    }
    if let exact = elementType.largestExactInteger,
      let index = values.firstIndex(where: { abs($0) >= Double(exact) })
    {
      throw IntegerConversionProblem(
        index: index, isRounded: true,
        description:
          "element \(index) is \(values[index]), and \(elementType) has no room for every whole number from \(exact) on: it may have been rounded; integers were expected"
      )
    }
    return values.map { Int($0) }
  }

  private func copied<Element: BitwiseCopyable>() -> [Element] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  @inline(__always)
  private func converted<Source: BitwiseCopyable, Target: BitwiseCopyable>(
    _ convert: (Source) -> Target
  ) -> [Target] {
    let count = count
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { source in
        // A slice of a mapped file need not be aligned.
        for index in 0..<count {
          let element = source.loadUnaligned(
            fromByteOffset: index &* MemoryLayout<Source>.size, as: Source.self)
          buffer.initializeElement(at: index, to: convert(element))
        }
      }
      initialized = count
    }
  }
}
