/// A cubic spline on [0, 1] with knots at equal distances whose second derivative is 0 at both ends, fitted by
/// least squares.
struct NaturalSpline {
  /// At the knots.
  let heights: [Double]
  /// Second derivatives at the knots.
  private let bends: [Double]

  /// Through given heights at two or more knots.
  init(heights: [Double]) {
    self.heights = heights
    let count = heights.count
    let step = 1 / Double(count - 1)
    var bends = [Double](repeating: 0, count: count)
    if count > 2 {
      // Equal slopes on both sides of each inner knot.
      let inner = 1..<count - 1
      let matrix = inner.map { row in
        inner.map { $0 == row ? 4.0 : abs($0 - row) == 1 ? 1 : 0 }
      }
      let right = inner.map {
        6 * (heights[$0 - 1] - 2 * heights[$0] + heights[$0 + 1]) / (step * step)
      }
      for (place, bend) in (SmallSystem.solve(matrix, right) ?? []).enumerated() {
        bends[place + 1] = bend
      }
    }
    self.bends = bends
  }

  /// - Parameters:
  ///   - places: in [0, 1].
  ///   - values: one a place.
  ///   - weights: one a place, 0 or more.
  ///   - knots: 2 or more; `nil` where the places do not determine heights at so many.
  init?(fitting places: [Double], to values: [Double], weights: [Double], knots: Int) {
    let basis = (0..<knots).map { knot in
      NaturalSpline(heights: (0..<knots).map { $0 == knot ? 1 : 0 })
    }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: knots), count: knots)
    var right = [Double](repeating: 0, count: knots)
    for (index, place) in places.enumerated() {
      let row = basis.map { $0.value(at: place) }
      for i in 0..<knots {
        right[i] += weights[index] * row[i] * values[index]
        for j in 0..<knots { matrix[i][j] += weights[index] * row[i] * row[j] }
      }
    }
    let size = (0..<knots).reduce(0) { max($0, matrix[$1][$1]) }
    guard let heights = SmallSystem.solve(matrix, right),
      heights.allSatisfy({ $0.isFinite }),
      matrix.indices.allSatisfy({ matrix[$0][$0] > 1e-12 * size })
    else { return nil }
    self.init(heights: heights)
  }

  private func piece(at place: Double) -> (index: Int, left: Double, right: Double, step: Double) {
    let pieces = heights.count - 1
    let index = min(max(Int(place * Double(pieces)), 0), pieces - 1)
    let right = place * Double(pieces) - Double(index)
    return (index, 1 - right, right, 1 / Double(pieces))
  }

  func value(at place: Double) -> Double {
    let (index, left, right, step) = piece(at: place)
    let bend =
      (left * left * left - left) * bends[index]
      + (right * right * right - right) * bends[index + 1]
    return left * heights[index] + right * heights[index + 1] + bend * step * step / 6
  }

  func slope(at place: Double) -> Double {
    let (index, left, right, step) = piece(at: place)
    let bend = (3 * right * right - 1) * bends[index + 1] - (3 * left * left - 1) * bends[index]
    return (heights[index + 1] - heights[index]) / step + bend * step / 6
  }
}
