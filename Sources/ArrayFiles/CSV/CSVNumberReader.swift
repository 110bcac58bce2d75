import Foundation

/// Reads a table of numbers from its bytes, without a string for each field.
struct CSVNumberReader {
  static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private let separator: UInt8
  private var position: Int
  private var line = 1

  init(_ bytes: UnsafeRawBufferPointer, path: String, separator: UInt8) {
    self.bytes = bytes
    self.path = path
    self.separator = separator
    position = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
  }

  mutating func read(_ header: CSVFile.Header) throws(FileProblem) -> CSVFile.Numbers {
    skipEmptyLines()
    guard position < bytes.count else { throw FileProblem(path, "the file has no rows") }
    let first = fieldsOfLine()
    let names = try names(header, fields: first)
    if names != nil { stepOverLine() }
    let columns = first.count
    var values: [Double] = []
    reserve(&values, columns: columns)
    skipEmptyLines()
    while position < bytes.count {
      try readRow(columns: columns, into: &values)
      skipEmptyLines()
    }
    return CSVFile.Numbers(
      header: names, values: NumericArray(values, shape: [values.count / columns, columns]),
      columns: columns)
  }

  private func names(
    _ header: CSVFile.Header, fields: [Range<Int>]
  ) throws(FileProblem) -> [String]? {
    switch header {
    case .absent: return nil
    case .automatic:
      guard fields.allSatisfy({ CSVNumber.parse(bytes, $0) == nil }) else { return nil }
    case .present: break
    }
    var names: [String] = []
    for field in fields {
      guard let name = String(validating: bytes[CSVNumber.trimmed(bytes, field)], as: UTF8.self)
      else { throw FileProblem(path, at: "line \(line)", "the header is not UTF-8") }
      names.append(name)
    }
    return names
  }

  private mutating func readRow(columns: Int, into values: inout [Double]) throws(FileProblem) {
    var column = 0
    while true {
      let start = position
      while position < bytes.count, !isFieldEnd(bytes[position]) { position += 1 }
      column += 1
      guard let value = CSVNumber.parse(bytes, start..<position) else {
        throw notANumber(start..<position, column: column)
      }
      // Too long a row is refused before it is kept: the lines' number bounds the memory.
      guard column <= columns else { break }
      values.append(value)
      guard position < bytes.count, bytes[position] == separator else { break }
      position += 1
    }
    guard column == columns else {
      let count = column > columns ? "more" : String(column)
      throw FileProblem(
        path, at: "line \(line)", "the row has \(count) fields, the first row has \(columns)")
    }
    stepOverLine()
  }

  private func notANumber(_ field: Range<Int>, column: Int) -> FileProblem {
    let trimmed = CSVNumber.trimmed(bytes, field)
    let text = String(decoding: bytes[trimmed].prefix(40), as: UTF8.self)
    return FileProblem(
      path, at: "line \(line), field \(column)",
      text.isEmpty ? "the field is empty, a number was expected" : "'\(text)' is not a number")
  }

  private func fieldsOfLine() -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = position
    for index in position...bytes.count
    where index == bytes.count || isFieldEnd(bytes[index]) {
      fields.append(start..<index)
      start = index + 1
      if index == bytes.count || bytes[index] != separator { break }
    }
    return fields
  }

  /// One pass over the line feeds saves the copies of a growing array.
  private func reserve(_ values: inout [Double], columns: Int) {
    let lines = bytes[position...].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    let (product, overflow) = lines.multipliedReportingOverflow(by: columns)
    // Each value takes two bytes at least, its last digit and what ends it.
    let bound = (bytes.count - position) / 2 + 1
    values.reserveCapacity(overflow ? bound : min(product, bound))
  }

  private mutating func skipEmptyLines() {
    while position < bytes.count, isLineEnd(bytes[position]) { stepOverLine() }
  }

  private mutating func stepOverLine() {
    while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
    guard position < bytes.count else { return }
    line += 1
    let isReturn = bytes[position] == UInt8(ascii: "\r")
    position += 1
    if isReturn, position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == separator || isLineEnd(byte)
  }
}
