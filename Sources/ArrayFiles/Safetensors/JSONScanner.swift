import Foundation

/// Reads the part of JSON that safetensors headers and numbers by name are made of: objects, strings, numbers and lists
/// of natural numbers.
///
/// Foundation's parser drops a name that is given twice, which the format forbids and which could
/// show one tensor to one reader and another to the next.
struct JSONScanner {
  private let text: [UInt8]
  private let path: String
  private let part: String
  private var position = 0

  init(_ text: Data, path: String, part: String) {
    self.text = Array(text)
    self.path = path
    self.part = part
  }

  /// Reads an object; `member` is called after each name, and reads its value.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    try expect("{")
    if take("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try member(&self, name)
    } while take(",")
    try expect("}")
  }

  mutating func naturalNumbers(atMost limit: Int) throws(FileProblem) -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    if take("]") { return numbers }
    repeat {
      guard numbers.count < limit else { throw problem("the list has more than \(limit) numbers") }
      numbers.append(try naturalNumber())
    } while take(",")
    try expect("]")
    return numbers
  }

  mutating func string() throws(FileProblem) -> String {
    try expect("\"")
    var units: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: units, as: UTF8.self) else {
          throw problem("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): units.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw problem("a string holds a control character")
      default: units.append(byte)
      }
    }
    throw problem("a string does not end")
  }

  /// Checks that only spaces are left.
  mutating func finish() throws(FileProblem) {
    skipSpaces()
    guard position == text.count else { throw problem("something follows the JSON object") }
  }

  /// What is wrong at the position: by its character in a part of a file, by its line in a file of its own.
  func problem(_ problem: String) -> FileProblem {
    let line = text[..<min(position, text.count)].count { $0 == UInt8(ascii: "\n") } + 1
    return FileProblem(
      path, at: part.isEmpty ? "line \(line)" : "\(part), character \(position)", problem)
  }

  /// A finite number; `nil` where none comes.
  mutating func number() -> Double? {
    skipSpaces()
    let start = position
    while position < text.count, Self.digits.contains(text[position]) { position += 1 }
    let value = Double(String(decoding: text[start..<position], as: UTF8.self))
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  private static let digits = Set("0123456789+-.eE".utf8)

  /// The text as a JSON string.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func naturalNumber() throws(FileProblem) -> Int {
    skipSpaces()
    let start = position
    var value = 0
    while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(text[position] - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw problem("a number is too large") }
      value = sum
      position += 1
    }
    let hasLeadingZero = position - start > 1 && text[start] == UInt8(ascii: "0")
    guard position > start, !hasLeadingZero else { throw problem("a natural number was expected") }
    return value
  }

  private mutating func escape() throws(FileProblem) -> Unicode.Scalar {
    guard position < text.count else { throw problem("a string does not end") }
    defer { position += 1 }
    switch text[position] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw problem("a string holds an unknown escape")
    }
  }

  /// The character of `uXXXX`, or of two of them that make one; ends on the last digit.
  private mutating func codePoint() throws(FileProblem) -> Unicode.Scalar {
    let first = try hexadecimal()
    if (0xd800..<0xdc00).contains(first) {
      guard text[(position + 1)...].starts(with: Array("\\u".utf8)) else {
        throw problem("half of a surrogate pair is missing")
      }
      position += 2
      let second = try hexadecimal()
      guard (0xdc00..<0xe000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
      else { throw problem("half of a surrogate pair is missing") }
      return scalar
    }
    guard let scalar = Unicode.Scalar(first) else {
      throw problem("half of a surrogate pair is missing")
    }
    return scalar
  }

  private mutating func hexadecimal() throws(FileProblem) -> UInt32 {
    let digits = text[min(position + 1, text.count)...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits were expected") }
    position += 4
    return value
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(FileProblem) {
    guard take(character) else { throw problem("'\(character)' was expected") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while position < text.count, [0x20, 0x0a, 0x09, 0x0d].contains(text[position]) { position += 1 }
  }
}
