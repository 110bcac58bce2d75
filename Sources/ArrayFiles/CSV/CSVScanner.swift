import Foundation

/// Cuts the bytes of a table into fields: the one place that knows separators, quotes and line ends.
///
/// As RFC 4180 has it; spaces before an opening and behind a closing quote do not count. A quote inside a
/// plain field is a character like any other.
struct CSVScanner {
  /// A field without its quotes.
  struct Field {
    let range: Range<Int>
    let isQuoted: Bool
  }

  static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  let bytes: UnsafeRawBufferPointer
  let path: String
  let separator: UInt8
  /// Of the next byte.
  var position: Int
  /// Of the next byte, from 1.
  var line = 1
  /// Of the field that was read last.
  private(set) var lineOfField = 1

  /// - Throws: `FileProblem` for UTF-16, which has every other byte zero, and for what is no text.
  init(_ bytes: UnsafeRawBufferPointer, path: String, separator: UInt8) throws(FileProblem) {
    guard !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else {
      throw FileProblem(
        path, "the text is UTF-16; UTF-8 was expected (spreadsheets call it CSV UTF-8)")
    }
    guard !bytes.prefix(64).contains(0) else {
      throw FileProblem(path, "it is UTF-16 or no text at all; UTF-8 was expected")
    }
    self.bytes = bytes
    self.path = path
    self.separator = separator
    position = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Whether the next line begins with #.
  var isAtComment: Bool { !isAtEnd && bytes[position] == UInt8(ascii: "#") }

  /// To the line behind the next line end, whatever lies before it.
  mutating func skipLine() {
    while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
    if position < bytes.count { stepOverLineEnd() }
  }

  mutating func skipEmptyLines() {
    while position < bytes.count, isLineEnd(bytes[position]) { stepOverLineEnd() }
  }

  /// The next field of the row, and whether it is the row's last one; then the next row begins.
  @inline(__always)
  mutating func field() throws(FileProblem) -> (field: Field, isLast: Bool) {
    lineOfField = line
    let start = position
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
    while position < bytes.count, !isFieldEnd(bytes[position]) { position += 1 }
    return (Field(range: start..<position, isQuoted: false), endField())
  }

  /// The next field as a number, when it is a plain one: no quotes, no spaces. Otherwise `nil`, and nothing
  /// is read.
  @inline(__always)
  mutating func plainNumber() -> (value: Double, isLast: Bool)? {
    guard let (value, end) = CSVNumber.read(bytes, position..<bytes.count),
      end == bytes.count || isFieldEnd(bytes[end])
    else { return nil }
    lineOfField = line
    position = end
    return (value, endField())
  }

  /// All fields of the row.
  mutating func row() throws(FileProblem) -> [Field] {
    var fields: [Field] = []
    while true {
      let (field, isLast) = try field()
      fields.append(field)
      if isLast { return fields }
    }
  }

  /// The field as it was meant: doubled quotes are one.
  func text(_ field: Field) throws(FileProblem) -> String {
    guard let text = String(validating: bytes[field.range], as: UTF8.self) else {
      throw problem("the text is not UTF-8")
    }
    return field.isQuoted ? text.replacing("\"\"", with: "\"") : text
  }

  /// As ``text(_:)``, without the spaces around a plain field.
  func name(_ field: Field) throws(FileProblem) -> String {
    try text(field.isQuoted ? field : Field(range: trimmed(field.range), isQuoted: false))
  }

  func number(_ field: Field) -> Double? { CSVNumber.parse(bytes, field.range) }

  func trimmed(_ range: Range<Int>) -> Range<Int> { CSVNumber.trimmed(bytes, range) }

  /// What is wrong with the field that was read last.
  func problem(field number: Int? = nil, _ problem: String) -> FileProblem {
    FileProblem(
      path, at: "line \(lineOfField)" + (number.map { ", field \($0)" } ?? ""), problem)
  }

  private mutating func quotedField() throws(FileProblem) -> (field: Field, isLast: Bool) {
    let quote = UInt8(ascii: "\"")
    position += 1
    let start = position
    while true {
      guard position < bytes.count else { throw problem("a quoted field does not end") }
      if bytes[position] == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else { break }
        position += 2
      } else if isLineEnd(bytes[position]) {
        stepOverLineEnd()
      } else {
        position += 1
      }
    }
    let end = position
    position += 1
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    guard position == bytes.count || isFieldEnd(bytes[position]) else {
      let next = String(decoding: bytes[(end + 1)...(end + 1)], as: UTF8.self)
      throw problem(
        CSVHint.separator(next, expected: separator)
          ?? "text follows a quoted field, a separator was expected")
    }
    return (Field(range: start..<end, isQuoted: true), endField())
  }

  /// Steps over what ends a field.
  @inline(__always)
  private mutating func endField() -> Bool {
    guard position < bytes.count else { return true }
    guard bytes[position] == separator else {
      stepOverLineEnd()
      return true
    }
    position += 1
    return false
  }

  private mutating func stepOverLineEnd() {
    line += 1
    let isReturn = bytes[position] == UInt8(ascii: "\r")
    position += 1
    if isReturn, position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
  }

  @inline(__always)
  private func isSpace(_ byte: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
  }

  @inline(__always)
  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  @inline(__always)
  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == separator || isLineEnd(byte)
  }
}
