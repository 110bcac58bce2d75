import Foundation

/// A value of Thrift's compact protocol, in which Parquet writes what it says of itself.
indirect enum ThriftValue {
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case bytes(Data)
  case list([ThriftValue])
  /// By the numbers of the fields.
  case structure([Int: ThriftValue])

  subscript(_ field: Int) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { Int(exactly: value) } else { nil }
  }

  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var text: String? {
    if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  var list: [ThriftValue]? {
    if case .list(let values) = self { values } else { nil }
  }
}

/// Reads values of Thrift's compact protocol, front to back.
struct ThriftReader {
  private var reader: ByteReader
  /// Structures within structures that are read; more are hostile.
  private static let mostDepth = 32

  init(_ reader: ByteReader) {
    self.reader = reader
  }

  /// Of the next byte.
  var offset: Int { reader.offset }

  mutating func structure(depth: Int = 0) throws(FileProblem) -> ThriftValue {
    guard depth < Self.mostDepth else { throw reader.problem("structures lie too deep") }
    var fields: [Int: ThriftValue] = [:]
    var field = 0
    while true {
      let header = try byte("a field")
      if header == 0 { return .structure(fields) }
      let step = Int(header >> 4)
      field = step > 0 ? field + step : Int(truncatingIfNeeded: try signed())
      let kind = header & 15
      // Truth values lie in the field's kind.
      fields[field] =
        kind == 1 ? .bool(true) : kind == 2 ? .bool(false) : try value(kind, depth: depth)
    }
  }

  private mutating func value(_ kind: UInt8, depth: Int) throws(FileProblem) -> ThriftValue {
    switch kind {
    case 1, 2: return .bool(try byte("a truth value") == 1)
    case 3: return .integer(Int64(Int8(bitPattern: try byte("a number"))))
    case 4, 5, 6: return .integer(try signed())
    case 7:
      let bits: UInt64 = try reader.littleEndian("a number")
      return .double(Double(bitPattern: bits))
    case 8:
      let length = try unsigned()
      guard let count = Int(exactly: length) else {
        throw reader.problem("a text of \(length) bytes")
      }
      return .bytes(try reader.bytes(count, "a text"))
    case 9, 10: return .list(try elements(depth: depth))
    case 11:
      let count = try unsigned()
      guard count > 0 else { return .list([]) }
      let kinds = try byte("the kinds of a table")
      var values: [ThriftValue] = []
      for _ in 0..<(try limited(count)) {
        values.append(try value(kinds >> 4, depth: depth + 1))
        values.append(try value(kinds & 15, depth: depth + 1))
      }
      return .list(values)
    case 12: return try structure(depth: depth + 1)
    default: throw reader.problem("a value of the unknown kind \(kind)")
    }
  }

  private mutating func elements(depth: Int) throws(FileProblem) -> [ThriftValue] {
    guard depth < Self.mostDepth else { throw reader.problem("lists lie too deep") }
    let header = try byte("a list")
    let count = header >> 4 == 15 ? try unsigned() : UInt64(header >> 4)
    var values: [ThriftValue] = []
    for _ in 0..<(try limited(count)) { values.append(try value(header & 15, depth: depth + 1)) }
    return values
  }

  /// Every element takes a byte or more.
  private func limited(_ count: UInt64) throws(FileProblem) -> Int {
    guard count <= UInt64(reader.remaining) else {
      throw reader.problem("\(count) values in \(reader.remaining) bytes")
    }
    return Int(count)
  }

  private mutating func byte(_ what: String) throws(FileProblem) -> UInt8 {
    try reader.littleEndian(what)
  }

  private mutating func unsigned() throws(FileProblem) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let next = try byte("a number")
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    throw reader.problem("a number does not end")
  }

  /// Zigzag: 0, -1, 1, -2, …
  private mutating func signed() throws(FileProblem) -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
