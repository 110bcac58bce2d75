import Foundation
import Testing

/// A protocol-buffer message by the rules of its wire format, without generated code: the second
/// implementation that the writer is tested against.
struct DecodedMessage {
  private var fields: [(number: Int, value: Data)] = []

  init(_ bytes: Data) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let key = try Self.varint(&rest)
      switch key & 7 {
      case 0:
        let value = try Self.varint(&rest)
        fields.append((key >> 3, withUnsafeBytes(of: value) { Data($0) }))
      case 1: fields.append((key >> 3, try Self.take(8, &rest)))
      case 2: fields.append((key >> 3, try Self.take(try Self.varint(&rest), &rest)))
      case 5: fields.append((key >> 3, try Self.take(4, &rest)))
      default: throw DecodingProblem()
      }
    }
  }

  func text(_ number: Int) -> String? { bytes(number).map { String(decoding: $0, as: UTF8.self) } }
  func integer(_ number: Int) -> Int? { bytes(number).map { $0.number() } }
  func double(_ number: Int) -> Double? {
    bytes(number).map { Double(bitPattern: $0.number()) }
  }
  func float(_ number: Int) -> Float? { bytes(number).map { Float(bitPattern: $0.number()) } }
  func message(_ number: Int) -> DecodedMessage? { messages(number).last }

  func messages(_ number: Int) -> [DecodedMessage] {
    fields.filter { $0.number == number }.compactMap { try? DecodedMessage($0.value) }
  }

  func packedDoubles(_ number: Int) -> [Double] {
    let bytes = bytes(number) ?? Data()
    return stride(from: 0, to: bytes.count, by: 8).map { offset in
      Double(bitPattern: bytes.dropFirst(offset).prefix(8).number())
    }
  }

  private func bytes(_ number: Int) -> Data? { fields.last { $0.number == number }?.value }

  private static func varint(_ rest: inout Data.SubSequence) throws -> Int {
    var value = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw DecodingProblem() }
      value |= Int(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw DecodingProblem()
  }

  private static func take(_ count: Int, _ rest: inout Data.SubSequence) throws -> Data {
    guard count <= rest.count else { throw DecodingProblem() }
    defer { rest = rest.dropFirst(count) }
    return Data(rest.prefix(count))
  }
}

struct DecodingProblem: Error {}

/// The messages of a record file, every length and checksum verified.
func decodedRecords(_ bytes: Data) throws -> [DecodedMessage] {
  var messages: [DecodedMessage] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let length = Data(rest.prefix(8))
    let content = Data(rest.dropFirst(12).prefix(length.number()))
    #expect(rest.dropFirst(8).prefix(4).number() == maskedChecksum(length))
    #expect(content.count == length.number())
    #expect(rest.dropFirst(12 + content.count).prefix(4).number() == maskedChecksum(content))
    messages.append(try DecodedMessage(content))
    rest = rest.dropFirst(16 + content.count)
  }
  return messages
}

/// CRC-32C bit by bit, masked as the record format says. RFC 3720, B.4: 32 zero bytes give 8a9136aa.
private func maskedChecksum(_ bytes: Data) -> UInt32 {
  let checksum = bitwiseChecksum(bytes)
  return ((checksum >> 15) | (checksum << 17)) &+ 0xa282_ead8
}

func bitwiseChecksum(_ bytes: Data) -> UInt32 {
  var state = UInt32.max
  for byte in bytes {
    for bit in 0..<8 {
      let carry = (state ^ UInt32(byte >> bit)) & 1
      state = state >> 1 ^ (carry == 1 ? 0x82f6_3b78 : 0)
    }
  }
  return ~state
}

extension Data {
  /// The bytes as a little-endian number.
  fileprivate func number<Value: FixedWidthInteger>() -> Value {
    reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }
}
