import Foundation

/// The numbers of a Core ML program: a header, then for each run of numbers where it lies and the numbers, both from a
/// multiple of 64 bytes on (MILBlob's storage format, version 2).
struct WeightFile {
  private static let alignment = 64
  private static let sentinel: UInt32 = 0xDEAD_BEEF
  private static let version: UInt32 = 2
  /// The format's number for float32.
  private static let float32: UInt32 = 2

  private var count: UInt32 = 0
  /// What follows the header.
  private var content = Data()

  /// - Returns: the place that a program names to have these numbers.
  mutating func append(_ values: [Float]) -> UInt64 {
    pad()
    let start = Self.alignment + content.count
    count += 1
    content.append(littleEndian: Self.sentinel)
    content.append(littleEndian: Self.float32)
    content.append(littleEndian: UInt64(values.count * MemoryLayout<Float>.size))
    content.append(littleEndian: UInt64(start + Self.alignment))
    pad()
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { content.append(contentsOf: $0) }
    return UInt64(start)
  }

  /// The whole file.
  var bytes: Data {
    var header = Data()
    header.append(littleEndian: count)
    header.append(littleEndian: Self.version)
    header.append(Data(count: Self.alignment - header.count))
    return header + content
  }

  private mutating func pad() {
    let over = content.count % Self.alignment
    if over > 0 { content.append(Data(count: Self.alignment - over)) }
  }
}

extension Data {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
