/// The sixteen pixels around a place, with cubic polynomials (a = −1) between the middle four.
struct CubicWindow: InterpolationWindow {
  /// Offsets of the rows and of the columns, in bytes.
  private let rows: SIMD4<Int>
  private let columns: SIMD4<Int>
  private let restX: Double
  private let restY: Double

  @inline(__always)
  init(_ neighbours: Neighbours, width: Int, channels: Int) {
    rows =
      SIMD4(neighbours.row(-1), neighbours.row(0), neighbours.row(1), neighbours.row(2))
      &* (width * channels)
    columns =
      SIMD4(
        neighbours.column(-1), neighbours.column(0), neighbours.column(1), neighbours.column(2))
      &* channels
    restX = neighbours.restX
    restY = neighbours.restY
  }

  @inline(__always)
  func level(_ pixels: UnsafePointer<UInt8>) -> Double {
    // At a rest of 0 the polynomial is its second value, to the last bit; shears and shifts along an
    // axis have a rest of 0 everywhere.
    if restY == 0 { return horizontal(pixels + rows[1]) }
    return cubic(
      horizontal(pixels + rows[0]), horizontal(pixels + rows[1]), horizontal(pixels + rows[2]),
      horizontal(pixels + rows[3]), restY)
  }

  @inline(__always)
  private func horizontal(_ row: UnsafePointer<UInt8>) -> Double {
    if restX == 0 { return Double(row[columns[1]]) }
    return cubic(
      Double(row[columns[0]]), Double(row[columns[1]]), Double(row[columns[2]]),
      Double(row[columns[3]]), restX)
  }

  /// The polynomial between the second and the third value, in the order of operations that Pillow has.
  @inline(__always)
  private func cubic(
    _ first: Double, _ second: Double, _ third: Double, _ fourth: Double, _ rest: Double
  ) -> Double {
    let slope = -first + third
    let curve = 2 * (first - second) + third - fourth
    let twist = -first + second - third + fourth
    return second + rest * (slope + rest * (curve + rest * twist))
  }
}
