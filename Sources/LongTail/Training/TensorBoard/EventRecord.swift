import ArrayFiles
import Foundation

/// The frame of one record in a TensorFlow record file: length, its checksum, content, its checksum.
enum EventRecord {
  static func framed(_ content: Data) -> Data {
    var record = Data()
    let length = withUnsafeBytes(of: UInt64(content.count).littleEndian) { Data($0) }
    record.append(length)
    append(CRC32C.masked(length), to: &record)
    record.append(content)
    append(CRC32C.masked(content), to: &record)
    return record
  }

  /// Bytes of the records at the beginning of the file that are whole and undamaged.
  static func intactByteCount(_ bytes: Data, path: String) -> Int {
    var reader = ByteReader(bytes, path: path)
    var end = 0
    while (try? next(&reader)) != nil { end = reader.offset }
    return end
  }

  /// The content of the next record; nil when its checksums are wrong.
  private static func next(_ reader: inout ByteReader) throws(FileProblem) -> Data? {
    let length = try reader.bytes(8, "a length")
    guard try reader.littleEndian("a checksum") == CRC32C.masked(length) else { return nil }
    let count = length.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let content = try reader.bytes(Int(clamping: count), "a record")
    guard try reader.littleEndian("a checksum") == CRC32C.masked(content) else { return nil }
    return content
  }

  private static func append(_ checksum: UInt32, to record: inout Data) {
    withUnsafeBytes(of: checksum.littleEndian) { record.append(contentsOf: $0) }
  }
}
