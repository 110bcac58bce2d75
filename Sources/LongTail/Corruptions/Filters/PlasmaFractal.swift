/// Clouds by the diamond–square algorithm (Fournier, Fussell & Carpenter, 1982) on a square that goes on at its other side.
struct PlasmaFractal {
  let side: Int
  /// Row by row, from 0 to 1.
  private(set) var values: [Double]

  /// - Parameters:
  ///   - smallest: the side is the next power of two that is no smaller.
  ///   - decay: by which the differences fall when the distance is halved.
  ///   - draws: where random numbers come from.
  init(covering smallest: Int, decay: Double, draws: inout some CorruptionDraws) {
    var side = 1
    while side < smallest { side *= 2 }
    self.side = side
    values = [Double](repeating: 0, count: side * side)
    var step = side
    var wibble = 100.0
    while step >= 2 {
      fillSquares(step, wibble, &draws)
      fillDiamonds(step, wibble, &draws)
      step /= 2
      wibble /= decay
    }
    let low = values.min() ?? 0
    let range = (values.max() ?? 0) - low
    values = values.map { range > 0 ? ($0 - low) / range : 0 }
  }

  private func at(_ row: Int, _ column: Int) -> Double {
    // `side` is a power of two.
    values[(row & (side - 1)) * side + column & (side - 1)]
  }

  private func near(
    _ sum: Double, _ wibble: Double, _ draws: inout some CorruptionDraws
  ) -> Double {
    sum / 4 + wibble * draws.uniform(from: -wibble, to: wibble)
  }

  private mutating func fillSquares(
    _ step: Int, _ wibble: Double, _ draws: inout some CorruptionDraws
  ) {
    for row in stride(from: 0, to: side, by: step) {
      for column in stride(from: 0, to: side, by: step) {
        let sum =
          at(row, column) + at(row + step, column) + at(row, column + step)
          + at(row + step, column + step)
        values[(row + step / 2) * side + column + step / 2] = near(sum, wibble, &draws)
      }
    }
  }

  private mutating func fillDiamonds(
    _ step: Int, _ wibble: Double, _ draws: inout some CorruptionDraws
  ) {
    let half = step / 2
    for row in stride(from: 0, to: side, by: step) {
      for column in stride(from: 0, to: side, by: step) {
        let sum =
          at(row + half, column + half) + at(row - half, column + half) + at(row, column)
          + at(row, column + step)
        values[row * side + column + half] = near(sum, wibble, &draws)
      }
    }
    for row in stride(from: 0, to: side, by: step) {
      for column in stride(from: 0, to: side, by: step) {
        let sum =
          at(row + half, column + half) + at(row + half, column - half) + at(row, column)
          + at(row + step, column)
        values[(row + half) * side + column] = near(sum, wibble, &draws)
      }
    }
  }
}
