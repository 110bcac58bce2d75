import Foundation

/// One element of a MATLAB file: a tag that says what it is and how long, and its bytes.
struct MATElement {
  enum Kind: Equatable {
    case numbers(ElementType)
    case matrix
    case compressed
    case other(Int)

    init(_ code: Int) {
      switch code {
      case 1: self = .numbers(.int8)
      case 2: self = .numbers(.uint8)
      case 3: self = .numbers(.int16)
      case 4: self = .numbers(.uint16)
      case 5: self = .numbers(.int32)
      case 6: self = .numbers(.uint32)
      case 7: self = .numbers(.float32)
      case 9: self = .numbers(.float64)
      case 12: self = .numbers(.int64)
      case 13: self = .numbers(.uint64)
      case 14: self = .matrix
      case 15: self = .compressed
      default: self = .other(code)
      }
    }
  }

  let kind: Kind
  let bytes: Data
  private let path: String

  /// Reads the next element, and steps over what fills it up to eight bytes.
  init(_ reader: inout ByteReader, path: String) throws(FileProblem) {
    self.path = path
    let first: UInt32 = try reader.littleEndian("a tag")
    if first >> 16 != 0 {
      // Four bytes or fewer lie in the tag itself.
      kind = Kind(Int(first & 0xFFFF))
      let count = Int(first >> 16)
      guard count <= 4 else {
        throw reader.problem("a small element of \(count) bytes; at most 4 fit")
      }
      bytes = try reader.bytes(4, "a small element").prefix(count)
      return
    }
    kind = Kind(Int(first))
    let count = Int(try reader.littleEndian("a tag") as UInt32)
    bytes = try reader.bytes(count, "an element")
    // Compressed elements are not filled up; the end of a file need not be.
    if kind != .compressed {
      _ = try reader.bytes(min((8 - count % 8) % 8, reader.remaining), "filling")
    }
  }

  /// The element inside of a compressed one.
  func unpacked(limit: Int) throws(FileProblem) -> MATElement {
    let content: Data
    do { content = try Inflation.zlib(bytes, limit: limit) } catch {
      switch error {
      case .damaged(let reason):
        throw FileProblem(path, "the compressed data are damaged: \(reason)")
      case .truncated:
        throw FileProblem(path, "the file is truncated: its compressed data do not end")
      case .tooLarge: throw FileProblem(path, "an array unpacks to more than \(limit) bytes")
      }
    }
    var reader = ByteReader(content, path: path, part: "an unpacked array")
    return try MATElement(&reader, path: path)
  }

  /// A matrix with its name; `nil` for one that does not hold plain numbers.
  func matrix() throws(FileProblem) -> (name: String, array: NumericArray)? {
    var reader = ByteReader(bytes, path: path, part: "an array")
    let flags = try MATElement(&reader, path: path).bytes
    guard flags.count == 8 else {
      throw reader.problem("array flags of \(flags.count) bytes, not 8")
    }
    let type = Self.elementType(ofClass: flags[flags.startIndex])
    let isComplex = flags[flags.startIndex + 1] & 0x08 != 0
    guard let type, !isComplex else { return nil }
    let extents = try MATElement(&reader, path: path)
    guard extents.kind == .numbers(.int32), extents.bytes.count % 4 == 0 else {
      throw reader.problem("the array's extents are no 32-bit integers")
    }
    let shape = Self.integers(extents.bytes)
    let name = String(decoding: try MATElement(&reader, path: path).bytes, as: UTF8.self)
    let data = try MATElement(&reader, path: path)
    guard case .numbers(let stored) = data.kind,
      (2...ArrayExtent.maximumRank).contains(shape.count),
      let size = ArrayExtent.byteCount(shape: shape, elementType: stored), size == data.bytes.count
    else {
      throw FileProblem(
        path, at: "array “\(name)”",
        "the shape \(shape) of \(type) does not fit the \(data.bytes.count) bytes of data")
    }
    // Numbers may be stored in a smaller type than the array has: its values are the same.
    return (
      name,
      NumericArray(
        shape: shape, elementType: stored,
        bytes: FortranOrder.rowMajor(data.bytes, shape: shape, elementType: stored))
    )
  }

  private static func integers(_ bytes: Data) -> [Int] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / 4).map {
        Int(Int32(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)))
      }
    }
  }

  /// Numeric classes; `nil` for cells, structures, text and sparse arrays.
  private static func elementType(ofClass code: UInt8) -> ElementType? {
    switch code {
    case 6: .float64
    case 7: .float32
    case 8: .int8
    case 9: .uint8
    case 10: .int16
    case 11: .uint16
    case 12: .int32
    case 13: .uint32
    case 14: .int64
    case 15: .uint64
    default: nil
    }
  }
}
