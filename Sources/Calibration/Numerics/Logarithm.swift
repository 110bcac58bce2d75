/// The natural logarithm of four numbers at once, to within 2 units in the last place; they must be positive
/// and not subnormal.
///
/// As in fdlibm: x = 2ᵏ (1 + f) with 1 + f around 1, and log(1 + f) by a polynomial in f / (2 + f).
@inline(__always)
func logarithm(_ x: SIMD4<Double>) -> SIMD4<Double> {
  typealias Words = SIMD4<UInt64>
  let bits = unsafeBitCast(x, to: Words.self)
  // So much that numbers from √½ on are counted to the next power of two.
  let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
  let power = shifted &>> 52
  // Whole numbers below 2⁵² become a `Double` by way of its last bits.
  let whole =
    unsafeBitCast(power | 0x4330_0000_0000_0000, to: SIMD4<Double>.self)
    - (4_503_599_627_370_496.0 + 1023)
  let mantissa = (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD
  let f = unsafeBitCast(mantissa, to: SIMD4<Double>.self) - 1
  let s = f / (f + 2)
  let z = s * s
  let w = z * z
  let odd = w * (w * (w * 0.1531383769920937332 + 0.2222219843214978396) + 0.3999999999940941908)
  let even =
    z
    * (w
      * (w * (w * 0.1479819860511658591 + 0.1818357216161805012) + 0.2857142874366239149)
      + 0.6666666666666735130)
  let half = f * f * 0.5
  return whole * 0.693147180369123816490
    - ((half - (s * (half + (odd + even)) + whole * 1.90821492927058770002e-10)) - f)
}

/// The logarithms of numbers, which must be positive and not subnormal.
func logarithms(_ values: [Double]) -> [Double] {
  [Double](unsafeUninitializedCapacity: values.count) { target, count in
    var index = 0
    while index + 4 <= values.count {
      let lanes = logarithm(
        SIMD4(values[index], values[index + 1], values[index + 2], values[index + 3]))
      for lane in 0..<4 { target[index + lane] = lanes[lane] }
      index += 4
    }
    while index < values.count {
      target[index] = logarithm(SIMD4(repeating: values[index]))[0]
      index += 1
    }
    count = values.count
  }
}
