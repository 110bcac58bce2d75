import Foundation

/// Decimal numbers in a buffer of text.
enum CSVNumber {
  /// The number that the field holds, correctly rounded; nil when it is none. Spaces around it do not
  /// count; `nan` and `inf` are numbers.
  static func parse(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Double? {
    let range = trimmed(bytes, field)
    guard let (value, end) = read(bytes, range) else { return special(bytes, range) }
    return end == range.upperBound ? value : nil
  }

  /// The decimal number at the beginning of a range, correctly rounded, and where it ends.
  @inline(__always)
  static func read(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> (value: Double, end: Int)? {
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
    guard digits > 0 else { return nil }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      guard let (power, last) = power(bytes, (position + 1)..<end) else { return nil }
      exponent += power
      position = last
    }
    // Both factors are exact doubles, so that one operation rounds once (Clinger, 1990).
    if isExact, mantissa <= 1 << 53, abs(exponent) <= 22 {
      let magnitude = Double(mantissa)
      let value = exponent < 0 ? magnitude / powers[-exponent] : magnitude * powers[exponent]
      return (isNegative ? -value : value, position)
    }
    return Double(String(decoding: bytes[range.lowerBound..<position], as: UTF8.self))
      .map { ($0, position) }
  }

  /// Whether a field is digits and nothing else, as a count is written.
  static func isCount(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Bool {
    let range = trimmed(bytes, field)
    return !range.isEmpty && bytes[range].allSatisfy(isDigit)
  }

  /// Whether a field is one plain 0.
  static func isZero(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Bool {
    let range = trimmed(bytes, field)
    return range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: "0")
  }

  /// Whether a field is a number with a point, an exponent or no end.
  static func isFraction(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Bool {
    var range = trimmed(bytes, field)
    guard parse(bytes, range) != nil else { return false }
    if bytes[range.lowerBound] == UInt8(ascii: "-") || bytes[range.lowerBound] == UInt8(ascii: "+")
    {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    return !bytes[range].allSatisfy(isDigit)
  }

  /// Whether a field is a whole number as programs write names that are numbers: digits, perhaps with a sign, perhaps
  /// with “.0”.
  static func isWhole(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Bool {
    var text = bytes[trimmed(bytes, field)]
    if text.first == UInt8(ascii: "-") { text = text.dropFirst() }
    if text.count > 2, text.suffix(2).elementsEqual(".0".utf8) { text = text.dropLast(2) }
    return !text.isEmpty && text.allSatisfy(isDigit)
  }

  /// Whether a field is a number that is not whole.
  static func isBroken(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Bool {
    parse(bytes, field).map { $0 != $0.rounded() } ?? false
  }

  /// The field without spaces around it.
  static func trimmed(_ bytes: UnsafeRawBufferPointer, _ field: Range<Int>) -> Range<Int> {
    var start = field.lowerBound
    var end = field.upperBound
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The exponent at the beginning of a range, and where it ends.
  private static func power(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> (power: Int, end: Int)? {
    var position = range.lowerBound
    guard position < range.upperBound else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    let first = position
    var power = 0
    while position < range.upperBound, isDigit(bytes[position]) {
      // Beyond this every number is zero or infinite.
      if power < 100_000 { power = power * 10 + Int(bytes[position] - UInt8(ascii: "0")) }
      position += 1
    }
    return position > first ? (isNegative ? -power : power, position) : nil
  }

  private static func special(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> Double? {
    guard (3...9).contains(range.count) else { return nil }
    switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
    case "nan", "+nan", "-nan": return .nan
    case "inf", "infinity", "+inf", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
