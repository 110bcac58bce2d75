/// Distances to the nearest marked pixel by steps to neighbours, near to Euclid's (Borgefors, "Distance transformations in
/// digital images", 1986: 1, 1.4 and 2.1969 over 5 × 5 pixels).
enum ChamferDistance {
  /// Bits after the point.
  private static let precision = 16
  private static let straight = 65_536
  private static let diagonal = 91_750
  private static let knight = 143_976

  /// The steps from a pixel to those that come before it, row by row.
  private static let steps: [(down: Int, across: Int, length: Int)] = [
    (-2, -1, knight), (-2, 1, knight), (-1, -2, knight), (-1, -1, diagonal), (-1, 0, straight),
    (-1, 1, diagonal), (-1, 2, knight), (0, -1, straight),
  ]

  /// - Parameters:
  ///   - isMarked: row by row.
  ///   - height: rows.
  ///   - width: columns.
  ///   - largest: what distances are cut off at.
  /// - Returns: in pixels; `largest` everywhere where nothing is marked.
  static func distances(
    to isMarked: [Bool], height: Int, width: Int, largest: Float
  ) -> [Float] {
    let far = 1 << 40
    var distances = isMarked.map { $0 ? 0 : far }
    func relax(_ row: Int, _ column: Int, _ sign: Int) {
      for step in steps {
        let (y, x) = (row + sign * step.down, column + sign * step.across)
        guard 0..<height ~= y, 0..<width ~= x else { continue }
        distances[row * width + column] = min(
          distances[row * width + column], distances[y * width + x] + step.length)
      }
    }
    for row in 0..<height { for column in 0..<width { relax(row, column, 1) } }
    for row in (0..<height).reversed() {
      for column in (0..<width).reversed() { relax(row, column, -1) }
    }
    return distances.map { min(largest, Float($0) / Float(1 << precision)) }
  }
}
