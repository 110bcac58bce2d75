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

/// The bytes below four numbers, which are first brought into 0 … 255.
@inline(__always)
func truncatedBytes(_ values: SIMD4<Float>) -> SIMD4<UInt8> {
  let lowest = values.replacing(with: 0, where: values .< 0)
  let bounded = lowest.replacing(with: 255, where: lowest .> 255)
  let nearest = (bounded + 0x1p23) - 0x1p23
  let below = nearest.replacing(with: nearest - 1, where: nearest .> bounded)
  return SIMD4<UInt8>(truncatingIfNeeded: unsafeBitCast(below + 0x1p23, to: SIMD4<UInt32>.self))
}
