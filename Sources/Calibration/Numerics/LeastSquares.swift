/// min ‖A x − b‖ for a fixed matrix and many right sides: Householder's QR decomposition with column
/// pivoting, which tells the rank on the way (Golub & Van Loan, 2013, section 5.4).
struct LeastSquares {
  let rows: Int
  let columns: Int
  /// Columns that are no combination of others, up to the cut.
  let rank: Int
  /// R above the diagonal, the reflections on and below it; by columns.
  private var values: [Double]
  private var diagonal: [Double]
  /// Where each column stood before pivoting.
  private var order: [Int]

  /// - Parameters:
  ///   - matrix: `[rows, columns]` by columns.
  ///   - rows: at least as many as columns.
  ///   - columns: unknowns.
  ///   - cut: a diagonal entry of R below this share of the largest ends the rank.
  init(_ matrix: [Double], rows: Int, columns: Int, cut: Double = 1e-10) {
    var values = matrix
    var diagonal = [Double](repeating: 0, count: columns)
    var order = Array(0..<columns)
    var rank = 0
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for step in 0..<columns {
        let length = rows - step
        let norms = (step..<columns).map {
          let part = base + $0 * rows + step
          return Vectors.dot(part, part, count: length)
        }
        let pivot = step + (norms.indices.max { norms[$0] < norms[$1] } ?? 0)
        if pivot != step {
          for row in 0..<rows {
            let kept = base[step * rows + row]
            base[step * rows + row] = base[pivot * rows + row]
            base[pivot * rows + row] = kept
          }
          order.swapAt(step, pivot)
        }
        let own = base + step * rows + step
        let norm = norms[pivot - step].squareRoot()
        guard norm > cut * (step == 0 ? 0 : abs(diagonal[0])), norm > 0 else { break }
        rank = step + 1
        let sign = own[0] >= 0 ? 1.0 : -1
        diagonal[step] = -sign * norm
        own[0] += sign * norm
        let square = Vectors.dot(own, own, count: length)
        for column in (step + 1)..<max(columns, step + 1) {
          let other = base + column * rows + step
          let factor = 2 * Vectors.dot(own, other, count: length) / square
          for row in 0..<length { other[row] -= factor * own[row] }
        }
      }
    }
    self.rows = rows
    self.columns = columns
    self.rank = rank
    self.values = values
    self.diagonal = diagonal
    self.order = order
  }

  /// - Precondition: the rank is the number of columns.
  func solve(_ right: [Double]) -> [Double] {
    var right = right
    values.withUnsafeBufferPointer { values in
      right.withUnsafeMutableBufferPointer { right in
        guard let base = values.baseAddress, let target = right.baseAddress else { return }
        for step in 0..<columns {
          let own = base + step * rows + step
          let square = Vectors.dot(own, own, count: rows - step)
          let factor = 2 * Vectors.dot(own, target + step, count: rows - step) / square
          for row in 0..<(rows - step) { target[step + row] -= factor * own[row] }
        }
      }
    }
    let reduced = solveUpper(Array(right.prefix(columns)))
    var solution = [Double](repeating: 0, count: columns)
    for (place, column) in order.enumerated() { solution[column] = reduced[place] }
    return solution
  }

  /// The largest over the smallest singular value, to within some percent; infinite without full rank.
  var condition: Double {
    guard rank == columns, columns > 0 else { return .infinity }
    return norm { lowerProduct(upperProduct($0)) }.squareRoot()
      * norm { solveUpper(solveLower($0)) }.squareRoot()
  }

  /// The largest eigenvalue of a symmetric map, by powers.
  private func norm(_ map: ([Double]) -> [Double]) -> Double {
    var random = SplitMix64(seed: 1)
    var vector = (0..<columns).map { _ in random.uniform() - 0.5 }
    var value = 0.0
    for _ in 0..<300 {
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = map(vector.map { $0 / length })
      let next = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let isDone = abs(next - value) <= 1e-9 * next
      value = next
      if isDone { break }
    }
    return value
  }

  private func upper(_ row: Int, _ column: Int) -> Double {
    row == column ? diagonal[row] : values[column * rows + row]
  }

  private func upperProduct(_ vector: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: columns)
    for column in 0..<columns {
      for row in 0...column { product[row] += upper(row, column) * vector[column] }
    }
    return product
  }

  private func lowerProduct(_ vector: [Double]) -> [Double] {
    (0..<columns).map { column in
      (0...column).reduce(0) { $0 + upper($1, column) * vector[$1] }
    }
  }

  private func solveUpper(_ right: [Double]) -> [Double] {
    var solution = right
    for column in (0..<columns).reversed() {
      solution[column] /= diagonal[column]
      for row in 0..<column { solution[row] -= values[column * rows + row] * solution[column] }
    }
    return solution
  }

  private func solveLower(_ right: [Double]) -> [Double] {
    var solution = right
    for column in 0..<columns {
      for row in 0..<column { solution[column] -= values[column * rows + row] * solution[row] }
      solution[column] /= diagonal[column]
    }
    return solution
  }
}
