/// `first + factor · (second − first)`, cut off to a byte, in the float32 arithmetic of Pillow's `blend`:
/// what its enhancements do between a picture without a property (factor 0) and the picture (1).
@inline(__always)
func blend(_ first: UInt8, _ second: UInt8, _ factor: Float) -> UInt8 {
  let difference = Float(Int32(second) &- Int32(first))
  return truncatedByte(Float(first) + factor * difference)
}
