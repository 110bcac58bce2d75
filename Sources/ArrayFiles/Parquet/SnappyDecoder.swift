import Foundation

/// Decompression of Snappy's raw format (google/snappy, format_description.txt).
enum SnappyDecoder {
  /// - Parameters:
  ///   - compressed: one raw stream.
  ///   - byteCount: what it must give.
  /// - Returns: the bytes; `nil` for damaged data.
  static func decode(_ compressed: Data, byteCount: Int) -> Data? {
    var result = Data(count: byteCount)
    let isRight = compressed.withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in decode(source, into: target) }
    }
    return isRight ? result : nil
  }

  private static func decode(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var place = 0
    var length = 0
    var shift = 0
    // The length comes first, seven bits a byte.
    while true {
      guard place < source.count, shift < 35 else { return false }
      let byte = Int(source[place])
      place += 1
      length |= (byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    guard length == target.count else { return false }
    func number(_ bytes: Int) -> Int? {
      guard place + bytes <= source.count else { return nil }
      var value = 0
      for index in 0..<bytes { value |= Int(source[place + index]) << (8 * index) }
      place += bytes
      return value
    }
    var written = 0
    while place < source.count {
      let tag = Int(source[place])
      place += 1
      if tag & 3 == 0 {
        var count = tag >> 2
        if count >= 60 {
          guard let long = number(count - 59) else { return false }
          count = long
        }
        count += 1
        guard count <= source.count - place, count <= target.count - written else { return false }
        target.baseAddress.map { base in
          source.baseAddress.map { (base + written).copyMemory(from: $0 + place, byteCount: count) }
        }
        place += count
        written += count
        continue
      }
      let count: Int
      let offset: Int?
      switch tag & 3 {
      case 1:
        count = tag >> 2 & 7 + 4
        offset = number(1).map { $0 | (tag >> 5) << 8 }
      case 2:
        count = tag >> 2 + 1
        offset = number(2)
      default:
        count = tag >> 2 + 1
        offset = number(4)
      }
      guard let offset, offset > 0, offset <= written, count <= target.count - written else {
        return false
      }
      // Byte by byte: what is copied may reach into what it makes.
      for index in written..<written + count { target[index] = target[index - offset] }
      written += count
    }
    return written == target.count
  }
}
