import Foundation

/// Decimal numbers in a buffer of text.
enum CSVNumber {
  /// The number that the field holds, correctly rounded; nil when it is none. Spaces and one pair of
  /// quotes around it do not count.
  static func parse(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Double? {
    let range = trimmed(bytes, field)
    var position = range.lowerBound
    let end = range.upperBound
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }

    var mantissa: UInt64 = 0
    var exponent = 0
    var digits = 0
    var isExact = true
    var hasPoint = false
    scan: while position < end {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa &* 10 &+ UInt64(bytes[position] &- UInt8(ascii: "0"))
          if hasPoint { exponent -= 1 }
        } else {
          isExact = false
        }
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      default: break scan
      }
      position += 1
    }
    guard digits > 0 else { return special(bytes, position..<end, isNegative: isNegative) }
    if position < end {
      guard bytes[position] | 0x20 == UInt8(ascii: "e"),
        let power = power(bytes, (position + 1)..<end)
      else { return nil }
      exponent += power
    }
    // Both factors are exact doubles, so that one operation rounds once (Clinger, 1990).
    if isExact, mantissa <= 1 << 53, abs(exponent) <= 22 {
      let magnitude = Double(mantissa)
      let value = exponent < 0 ? magnitude / powers[-exponent] : magnitude * powers[exponent]
      return isNegative ? -value : value
    }
    return Double(String(decoding: bytes[range], as: UTF8.self))
  }

  /// The field without spaces, and without quotes, around it.
  static func trimmed(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Range<Int> {
    var start = field.lowerBound
    var end = field.upperBound
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    let quote = UInt8(ascii: "\"")
    if end - start >= 2, bytes[start] == quote, bytes[end - 1] == quote {
      return (start + 1)..<(end - 1)
    }
    return start..<end
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  private static func power(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    guard position < range.upperBound else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < range.upperBound else { return nil }
    var power = 0
    while position < range.upperBound {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
      // Beyond this every number is zero or infinite.
      if power < 100_000 { power = power * 10 + Int(bytes[position] - UInt8(ascii: "0")) }
      position += 1
    }
    return isNegative ? -power : power
  }

  private static func special(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isNegative: Bool
  ) -> Double? {
    guard range.count <= 8 else { return nil }
    switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
    case "nan": return .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }
}
