/// eˣ of four numbers at once, to within 2 units in the last place.
///
/// Below −708 the result is 0 (instead of a subnormal number), above 709 it stays at e⁷⁰⁹.
@inline(__always)
func exponential(_ x: SIMD4<Double>) -> SIMD4<Double> {
  // Multiplication and addition are written out, without `addingProduct`: on a processor that is not
  // known to have a fused instruction, that would be a function call a lane.
  let roundingShift = 6_755_399_441_055_744.0  // 1.5 · 2⁵²: its last bits hold the rounded number
  // Not `clamped`: its rule for NaN costs a function call a lane.
  let above = x.replacing(with: -708, where: x .< -708)
  let clamped = above.replacing(with: 709, where: above .> 709)
  let shifted = clamped * 1.442695040888963407 + roundingShift
  let whole = shifted - roundingShift
  let r = (clamped - whole * 0.693147180369123816490) - whole * 1.90821492927058770002e-10
  let power = unsafeBitCast(
    (unsafeBitCast(shifted, to: SIMD4<Int64>.self) &+ 1023) &<< 52, to: SIMD4<Double>.self)

  // Taylor's polynomial of degree 12 on |r| ≤ ½ log 2, by Estrin's scheme.
  let r2 = r * r
  let r4 = r2 * r2
  let p01 = r + 1.0
  let p23 = r * (1.0 / 6) + 0.5
  let p45 = r * (1.0 / 120) + (1.0 / 24)
  let p67 = r * (1.0 / 5040) + (1.0 / 720)
  let p89 = r * (1.0 / 362_880) + (1.0 / 40320)
  let p1011 = r * (1.0 / 39_916_800) + (1.0 / 3_628_800)
  let low = p01 + r2 * p23
  let middle = p45 + r2 * p67
  let high = p89 + r2 * p1011 + r4 * (1.0 / 479_001_600)
  let polynomial = low + r4 * (middle + r4 * high)
  return (polynomial * power).replacing(with: 0, where: x .< -708)
}
