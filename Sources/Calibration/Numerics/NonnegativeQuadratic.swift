/// min ½ xᵀ G x − hᵀ x over x ≥ 0, for a positive definite G: block principal pivoting (Kim & Park, 2011).
struct NonnegativeQuadratic {
  let count: Int
  /// `[count, count]`, symmetric.
  let matrix: [Double]

  /// - Parameters:
  ///   - linear: h.
  ///   - isFree: which numbers are likely above 0; left as they turned out.
  /// - Returns: x, 0 or more each.
  func minimum(_ linear: [Double], isFree: inout [Bool]) -> [Double] {
    var fewest = count + 1
    var patience = 3
    var solution = [Double](repeating: 0, count: count)
    for _ in 0..<(20 + 3 * count) {
      solution = solved(linear, isFree)
      let wrong = (0..<count).filter { index in
        isFree[index] ? solution[index] < 0 : slope(index, solution, linear) < -1e-14
      }
      guard let last = wrong.last else { break }
      if wrong.count < fewest {
        fewest = wrong.count
        patience = 3
      } else {
        patience -= 1
      }
      // All at once, as long as that makes fewer wrong ones; else the last alone, which cannot cycle.
      for index in patience > 0 ? wrong : [last] { isFree[index].toggle() }
    }
    return solution.map { max($0, 0) }
  }

  private func slope(_ index: Int, _ point: [Double], _ linear: [Double]) -> Double {
    matrix.withUnsafeBufferPointer { matrix in
      point.withUnsafeBufferPointer { point in
        guard let row = matrix.baseAddress, let values = point.baseAddress else { return 0 }
        return Vectors.dot(row + index * count, values, count: count) - linear[index]
      }
    }
  }

  /// The minimum with the others at 0, by Cholesky's decomposition.
  private func solved(_ linear: [Double], _ isFree: [Bool]) -> [Double] {
    let free = (0..<count).filter { isFree[$0] }
    let size = free.count
    var factor = [Double](repeating: 0, count: size * size)
    var solution = free.map { linear[$0] }
    factor.withUnsafeMutableBufferPointer { factor in
      guard let base = factor.baseAddress else { return }
      for row in 0..<size {
        let own = base + row * size
        for column in 0...row {
          let other = base + column * size
          let rest =
            matrix[free[row] * count + free[column]] - Vectors.dot(own, other, count: column)
          // Where rounding has eaten the diagonal, the number is as good as held.
          own[column] =
            column < row ? rest / other[column] : max(rest, 1e-14 * matrix[0]).squareRoot()
        }
      }
      for row in 0..<size {
        for column in 0..<row { solution[row] -= base[row * size + column] * solution[column] }
        solution[row] /= base[row * size + row]
      }
      for row in (0..<size).reversed() {
        solution[row] /= base[row * size + row]
        for column in 0..<row { solution[column] -= base[row * size + column] * solution[row] }
      }
    }
    var point = [Double](repeating: 0, count: count)
    for (place, index) in free.enumerated() { point[index] = solution[place] }
    return point
  }
}
