/// A few linear equations.
enum SmallSystem {
  /// Gaussian elimination with the largest pivot.
  /// - Parameters:
  ///   - matrix: `[n, n]`
  ///   - right: `[n]`
  /// - Returns: `[n]`; `nil` when the matrix is singular.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var matrix = matrix
    var right = right
    let count = right.count
    for column in 0..<count {
      let pivot =
        (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
      guard abs(matrix[pivot][column]) > 1e-300 else { return nil }
      matrix.swapAt(column, pivot)
      right.swapAt(column, pivot)
      for row in (column + 1)..<max(count, column + 1) {
        let factor = matrix[row][column] / matrix[column][column]
        guard factor != 0 else { continue }
        for index in column..<count { matrix[row][index] -= factor * matrix[column][index] }
        right[row] -= factor * right[column]
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      var sum = right[row]
      for column in (row + 1)..<max(count, row + 1) {
        sum -= matrix[row][column] * solution[column]
      }
      solution[row] = sum / matrix[row][row]
    }
    return solution
  }
}
