/// Four single-precision numbers of a row: one vector register on every processor.
typealias FloatLanes = SIMD4<Float>

extension SIMD4<Float> {
  /// Four values from any address.
  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  /// What four-at-a-time loops leave over of a row: its last `count % 4` values, in some of the lanes; the
  /// others hold `padding`.
  @inline(__always)
  static func loadRest(of row: UnsafePointer<Float>, count: Int, padding: Float) -> Self {
    let rest = count % scalarCount
    guard count >= scalarCount else {
      var lanes = Self(repeating: padding)
      for lane in 0..<rest { lanes[lane] = row[lane] }
      return lanes
    }
    // The last four, without those that are not left over.
    let isOld = SIMD4<Int32>(0, 1, 2, 3) .< Int32(truncatingIfNeeded: scalarCount - rest)
    return load(row + count - scalarCount).replacing(with: padding, where: isOld)
  }

  /// The last `count % 4` values of a row, then zeros.
  @inline(__always)
  static func loadTail(of row: UnsafePointer<Float>, count: Int) -> Self {
    var lanes = Self.zero
    let begin = count / scalarCount * scalarCount
    for index in begin..<count { lanes[index - begin] = row[index] }
    return lanes
  }

  /// The larger one of each pair, by the one instruction that processors have for it; where either is
  /// NaN, the other's.
  @inline(__always)
  func larger(_ other: Self) -> Self { other.replacing(with: self, where: self .> other) }

  /// The largest of the four, which are not NaN.
  @inline(__always)
  var largest: Float {
    let left = x > y ? x : y
    let right = z > w ? z : w
    return left > right ? left : right
  }

  /// The sum of the four, in pairs.
  @inline(__always)
  var total: Float { (x + y) + (z + w) }
}

extension SIMDMask<SIMD4<Int32>> {
  /// Whether one of the four is true.
  @inline(__always)
  var isTrueSomewhere: Bool {
    let words = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return words.x | words.y != 0
  }
}

/// 2ˣ of four numbers at once, to within 2 units in the last place, for x in [−125, 126].
@inline(__always)
func exponential2(_ x: FloatLanes) -> FloatLanes {
  let roundingShift: Float = 12_582_912  // 1.5 · 2²³: its last bits hold the rounded number
  let shifted = x + roundingShift
  let f = x - (shifted - roundingShift)
  // The polynomial of least relative error on |f| ≤ ½ (2 · 10⁻⁹), by Estrin's scheme.
  let f2 = f * f
  let low = f * 0.6931472057383589 + 1.000000000554215
  let middle = f * 0.055503287745022965 + 0.2402264689031296
  let high = f * 0.0013399932242777793 + 0.009618488987496732
  let polynomial = low + f2 * (middle + f2 * (high + f2 * 0.0001534580509928479))
  return unsafeBitCast(
    unsafeBitCast(polynomial, to: SIMD4<Int32>.self)
      &+ (unsafeBitCast(shifted, to: SIMD4<Int32>.self) &<< 23), to: FloatLanes.self)
}
