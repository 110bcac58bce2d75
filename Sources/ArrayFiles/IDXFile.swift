public import Foundation

/// The format of MNIST's files: a type, up to 255 extents, and big-endian elements.
///
/// Source: Y. LeCun, "The MNIST database", section "File formats".
public enum IDXFile {
  /// The array of a plain or gzip-compressed file, which its first bytes tell.
  public static func read(_ path: String, limit: Int = 1 << 32) throws(FileProblem) -> NumericArray
  {
    try parse(try MappedFile(path: path).bytes, path: path, limit: limit)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  public static func parse(
    _ bytes: Data, path: String, limit: Int = 1 << 32
  ) throws(FileProblem) -> NumericArray {
    if GZIPFile.isCompressed(bytes) {
      return try parsePlain(try GZIPFile.parse(bytes, path: path, limit: limit), path: path)
    }
    return try parsePlain(bytes, path: path)
  }

  private static func parsePlain(_ bytes: Data, path: String) throws(FileProblem) -> NumericArray {
    var reader = ByteReader(bytes, path: path)
    let zero: UInt16 = try reader.bigEndian("the magic number")
    let code: UInt8 = try reader.bigEndian("the magic number")
    let rank: UInt8 = try reader.bigEndian("the magic number")
    guard zero == 0, let elementType = elementType(code), rank > 0 else {
      throw FileProblem(
        path, at: "byte 0",
        "it is not an IDX file: the magic number is \(zero >> 8) \(zero & 255) \(code) \(rank),"
          + " 0 0 type rank was expected")
    }
    guard Int(rank) <= ArrayExtent.maximumRank else {
      throw FileProblem(path, at: "byte 3", "the array has \(rank) axes, too many to be one")
    }
    var shape: [Int] = []
    for axis in 0..<Int(rank) {
      shape.append(Int(try reader.bigEndian("the extent of axis \(axis)") as UInt32))
    }
    guard let size = ArrayExtent.byteCount(shape: shape, elementType: elementType),
      size == reader.remaining
    else {
      throw FileProblem(
        path,
        "the shape \(shape) of \(elementType) does not fit the \(reader.remaining) bytes of data")
    }
    let elements = try reader.bytes(size, "the array")
    return NumericArray(
      shape: shape, elementType: elementType,
      bytes: elements.inNativeOrder(from: .bigEndian, width: elementType.byteCount))
  }

  private static func elementType(_ code: UInt8) -> ElementType? {
    switch code {
    case 0x08: .uint8
    case 0x09: .int8
    case 0x0b: .int16
    case 0x0c: .int32
    case 0x0d: .float32
    case 0x0e: .float64
    default: nil
    }
  }
}
