/// The Castagnoli cyclic redundancy check (RFC 3720, appendix B.4), as TensorFlow's records carry it.
enum CRC32C {
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var state = UInt32.max
    for byte in bytes {
      state = state >> 8 ^ table[Int(UInt8(truncatingIfNeeded: state) ^ byte)]
    }
    return ~state
  }

  /// The checksum rotated and shifted: checksums of data that hold checksums would be weak.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { state, _ in
      state & 1 == 0 ? state >> 1 : state >> 1 ^ 0x82f6_3b78
    }
  }
}
