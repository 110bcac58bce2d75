public import Foundation

/// An RGB picture in PNG form, not compressed.
public enum PNGPicture {
  /// A colour gradient of that size.
  public static func gradient(width: Int, height: Int) -> Data {
    picture(width: width, height: height) { x, y in
      [UInt8(truncatingIfNeeded: x * 3), UInt8(truncatingIfNeeded: y * 5), 128]
    }
  }

  /// A picture of nearly one colour; each `number` has other pixels.
  public static func colored(
    _ red: UInt8, _ green: UInt8, _ blue: UInt8, number: Int, width: Int = 8, height: Int = 8
  ) -> Data {
    picture(width: width, height: height) { x, y in
      // The last step of SplitMix64, so that no two numbers share their pixels.
      var mixed = UInt64(truncatingIfNeeded: number &* 1_000_003 &+ y &* 1009 &+ x)
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      let noise = UInt8(truncatingIfNeeded: mixed >> 59)
      return [red, green, blue].map { min($0, 255 - noise) + noise }
    }
  }

  /// A picture of 2×2 pixels that no other number below 65536 has.
  public static func numbered(_ number: Int) -> Data {
    picture(width: 2, height: 2) { x, y in
      [
        UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8),
        UInt8(truncatingIfNeeded: x * 40 + y * 90),
      ]
    }
  }

  private static func picture(
    width: Int, height: Int, _ color: (Int, Int) -> [UInt8]
  ) -> Data {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width { rows += color(x, y) }
    }
    var png = Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    png += chunk("IHDR", bytes(width) + bytes(height) + [8, 2, 0, 0, 0])
    png += chunk("IDAT", stored(rows))
    png += chunk("IEND", [])
    return png
  }

  private static func bytes(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ type: String, _ content: [UInt8]) -> Data {
    let body = Array(type.utf8) + content
    return Data(bytes(content.count) + body + bytes(Int(checksum(body))))
  }

  /// A zlib stream of stored blocks (RFC 1950 and 1951).
  private static func stored(_ content: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(content.count, start + 65535)
      let length = UInt16(end - start)
      stream.append(end == content.count ? 1 : 0)
      for value in [length, ~length] {
        stream += [UInt8(value & 0xff), UInt8(value >> 8)]
      }
      stream += content[start..<end]
      start = end
    } while start < content.count
    var low = 1
    var high = 0
    for byte in content {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    return stream + bytes(high << 16 | low)
  }

  /// CRC-32 as PNG has it (ISO 3309).
  private static func checksum(_ content: [UInt8]) -> UInt32 {
    ~content.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1
      }
    }
  }
}
