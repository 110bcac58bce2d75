/// The byte below a number, which is first brought into 0 … 255.
///
/// Adding 2²³ leaves no bits behind the point. Unlike a checked conversion, loops of it become vector
/// instructions.
@inline(__always)
func truncatedByte(_ value: Float) -> UInt8 {
  let bounded = value < 0 ? 0 : (value > 255 ? 255 : value)
  let nearest = (bounded + 0x1p23) - 0x1p23
  let below = nearest > bounded ? nearest - 1 : nearest
  return UInt8(truncatingIfNeeded: (below + 0x1p23).bitPattern)
}

/// The byte below a number, which is first brought into 0 … 255.
@inline(__always)
func truncatedByte(_ value: Double) -> UInt8 {
  let bounded = value < 0 ? 0 : (value > 255 ? 255 : value)
  let nearest = (bounded + 0x1p52) - 0x1p52
  let below = nearest > bounded ? nearest - 1 : nearest
  return UInt8(truncatingIfNeeded: (below + 0x1p52).bitPattern)
}
