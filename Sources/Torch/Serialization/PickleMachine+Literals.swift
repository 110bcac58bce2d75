import ArrayFiles
import Foundation

/// Numbers, texts and byte strings that stand in a program itself.
extension PickleMachine {
  mutating func number(_ code: UInt8) throws(FileProblem) -> PickleValue {
    switch code {
    case UInt8(ascii: "K"): return .integer(Int(try reader.littleEndian("an integer") as UInt8))
    case UInt8(ascii: "M"): return .integer(Int(try reader.littleEndian("an integer") as UInt16))
    case UInt8(ascii: "J"): return .integer(Int(try reader.littleEndian("an integer") as Int32))
    case UInt8(ascii: "G"):
      return .real(Double(bitPattern: try reader.bigEndian("a floating-point number")))
    case 0x8a:
      return try integer(byteCount: Int(try reader.littleEndian("a length") as UInt8))
    default:
      return try integer(byteCount: Int(try reader.littleEndian("a length") as Int32))
    }
  }

  private mutating func integer(byteCount: Int) throws(FileProblem) -> PickleValue {
    guard byteCount <= 1024 else { throw problem("an integer has \(byteCount) bytes") }
    let bytes = try reader.bytes(byteCount, "an integer")
    guard byteCount <= 8 else { return .largeInteger(bytes) }
    // Sign-extended: the last byte has the sign.
    var value = (bytes.last ?? 0) & 0x80 == 0 ? 0 : -1
    for byte in bytes.reversed() { value = value << 8 | Int(byte) }
    return .integer(value)
  }

  mutating func text(_ code: UInt8) throws(FileProblem) -> PickleValue {
    switch code {
    case 0x8c: return .text(String(decoding: try reader.shortRun("a text"), as: UTF8.self))
    case UInt8(ascii: "X"):
      return .text(String(decoding: try reader.run("a text"), as: UTF8.self))
    case 0x8d: return .text(String(decoding: try reader.longRun("a text"), as: UTF8.self))
    // Strings of Python 2 are bytes; read as Latin-1, none is lost.
    case UInt8(ascii: "U"): return .text(latin1(try reader.shortRun("a string")))
    default:
      let string = try reader.run("a string")
      // What is that long is the content of an array: it stays where it lies in the file.
      return string.count > 1 << 16 ? .bytes(string) : .text(latin1(string))
    }
  }

  mutating func byteString(_ code: UInt8) throws(FileProblem) -> PickleValue {
    switch code {
    case UInt8(ascii: "C"): .bytes(try reader.shortRun("a byte string"))
    case UInt8(ascii: "B"): .bytes(try reader.run("a byte string"))
    default: .bytes(try reader.longRun("a byte string"))
    }
  }

  private func latin1(_ bytes: Data) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    return String(text)
  }
}

extension ByteReader {
  fileprivate mutating func shortRun(_ content: String) throws(FileProblem) -> Data {
    try bytes(Int(try littleEndian("a length") as UInt8), content)
  }

  fileprivate mutating func run(_ content: String) throws(FileProblem) -> Data {
    try bytes(Int(try littleEndian("a length") as UInt32), content)
  }

  fileprivate mutating func longRun(_ content: String) throws(FileProblem) -> Data {
    try bytes(Int(clamping: try littleEndian("a length") as UInt64), content)
  }
}
