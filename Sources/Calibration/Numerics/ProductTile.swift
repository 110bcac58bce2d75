/// The innermost part of products of single-precision matrices: 4 × 8 numbers of the result at once, which
/// stay in registers for the whole depth.
enum ProductTile {
  static let rows = 4
  static let columns = 8
  /// Terms that are summed in single precision before they leave the registers.
  static let depth = 256

  /// - Parameters:
  ///   - left: four numbers for each step of the depth, each in all lanes of a vector.
  ///   - right: eight numbers for each step of the depth.
  ///   - depth: 1 or more.
  ///   - target: receives eight vectors, two a row.
  @inline(__always)
  static func multiply(
    _ left: UnsafePointer<FloatLanes>, _ right: UnsafePointer<FloatLanes>, depth: Int,
    to target: UnsafeMutablePointer<FloatLanes>
  ) {
    var (first, firstRest) = (FloatLanes.zero, FloatLanes.zero)
    var (second, secondRest) = (FloatLanes.zero, FloatLanes.zero)
    var (third, thirdRest) = (FloatLanes.zero, FloatLanes.zero)
    var (fourth, fourthRest) = (FloatLanes.zero, FloatLanes.zero)
    var left = left
    var right = right
    for _ in 0..<depth {
      // Multiplication and addition are written out, without `addingProduct`: on a processor that is not
      // known to have a fused instruction, that would be a function call a lane.
      let b = right[0]
      let rest = right[1]
      let a = left[0]
      first += a * b
      firstRest += a * rest
      let c = left[1]
      second += c * b
      secondRest += c * rest
      let d = left[2]
      third += d * b
      thirdRest += d * rest
      let e = left[3]
      fourth += e * b
      fourthRest += e * rest
      left += rows
      right += 2
    }
    target[0] = first
    target[1] = firstRest
    target[2] = second
    target[3] = secondRest
    target[4] = third
    target[5] = thirdRest
    target[6] = fourth
    target[7] = fourthRest
  }
}
