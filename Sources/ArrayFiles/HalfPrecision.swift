/// Widening of the two 16-bit floating-point formats. Swift's `Float16` is not there on every
/// platform (Intel Macs), and bfloat16 is on none.
package enum HalfPrecision {
  /// IEEE 754 binary16 to binary32, exactly; branch-free, so that loops over it vectorise.
  @inline(__always)
  package static func float(fromHalf bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7fff)
    // Moved into place, the exponent's bias is too small by 112; the product mends that, and makes
    // subnormal halves normal.
    let scaled = Float(bitPattern: magnitude << 13) * Float(bitPattern: (127 + 112) << 23)
    let infinite = (magnitude << 13) | 0x7f80_0000
    let pattern = magnitude >= 0x7c00 ? infinite : scaled.bitPattern
    return Float(bitPattern: pattern | (UInt32(bits & 0x8000) << 16))
  }

  /// bfloat16 to binary32, exactly.
  @inline(__always)
  package static func float(fromBrain bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }
}
