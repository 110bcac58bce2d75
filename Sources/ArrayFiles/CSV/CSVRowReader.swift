import Foundation

/// Takes a table of text apart, byte by byte.
struct CSVRowReader {
  private let bytes: [UInt8]
  private let path: String
  private let separator: UInt8
  private var position: Int
  private var line = 1

  init(_ bytes: Data, path: String, separator: UInt8) {
    self.bytes = Array(bytes)
    self.path = path
    self.separator = separator
    position = bytes.starts(with: CSVNumberReader.byteOrderMark) ? 3 : 0
  }

  mutating func read() throws(FileProblem) -> [CSVFile.Row] {
    var rows: [CSVFile.Row] = []
    while position < bytes.count {
      if takeLineBreak() { continue }
      let start = line
      var fields: [String] = []
      repeat { fields.append(try field()) } while take(separator)
      guard position == bytes.count || takeLineBreak() else {
        throw problem("text follows a quoted field, a separator was expected")
      }
      rows.append(CSVFile.Row(fields: fields, line: start))
    }
    return rows
  }

  private mutating func field() throws(FileProblem) -> String {
    if take(UInt8(ascii: "\"")) { return try quotedField() }
    let start = position
    while position < bytes.count, !isFieldEnd(bytes[position]) { position += 1 }
    return try text(bytes[start..<position])
  }

  private mutating func quotedField() throws(FileProblem) -> String {
    let start = line
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard take(UInt8(ascii: "\"")) else { return try text(content[...]) }
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      content.append(byte)
    }
    throw FileProblem(path, at: "line \(start)", "a quoted field does not end")
  }

  private func text(_ units: ArraySlice<UInt8>) throws(FileProblem) -> String {
    guard let text = String(validating: units, as: UTF8.self) else {
      throw problem("the text is not UTF-8")
    }
    return text
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func takeLineBreak() -> Bool {
    let isReturn = take(UInt8(ascii: "\r"))
    let isFeed = take(UInt8(ascii: "\n"))
    guard isReturn || isFeed else { return false }
    line += 1
    return true
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func problem(_ problem: String) -> FileProblem {
    FileProblem(path, at: "line \(line)", problem)
  }
}
