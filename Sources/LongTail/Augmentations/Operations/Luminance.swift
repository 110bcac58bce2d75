/// The grey of a colour (ITU-R 601-2), in Pillow's fixed-point arithmetic.
@inline(__always)
func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
  let sum = UInt32(red) &* 19_595 &+ UInt32(green) &* 38_470 &+ UInt32(blue) &* 7471
  return UInt8(truncatingIfNeeded: (sum &+ 0x8000) >> 16)
}
