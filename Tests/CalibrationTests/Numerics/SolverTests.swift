import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Linear systems and distributions.
struct SolverTests {
  @Test(arguments: [
    (3.841458820694124, 1, 0.05), (18.307038053275146, 10, 0.05), (6.634896601021213, 1, 0.01),
    (1.386294361119891, 2, 0.5), (1143.917, 1044, 0.016380644056616392), (2.6049, 9, 0.97793),
    (0, 4, 1),
  ])
  func `the χ² distribution has its known quantiles`(
    value: Double, degrees: Int, expected: Double
  ) {
    let found = ChiSquared.upperTail(value, degreesOfFreedom: degrees)
    #expect(abs(found - expected) < 1e-5 * max(expected, 0.1), "\(found)")
  }

  @Test func `least squares solve square and tall systems, and tell their rank`() {
    // By columns: [[2, 1], [0, 3], [0, 4]].
    let tall = LeastSquares([2, 0, 0, 1, 3, 4], rows: 3, columns: 2)
    #expect(tall.rank == 2)
    let solution = tall.solve([5, 3, 4])
    #expect(abs(solution[0] - 2) < 1e-12 && abs(solution[1] - 1) < 1e-12)
    let diagonal = LeastSquares([3, 0, 0, 0, 0.5, 0, 0, 0, 1], rows: 3, columns: 3)
    #expect(abs(diagonal.condition - 6) < 1e-6)
    let singular = LeastSquares([1, 2, 2, 4], rows: 2, columns: 2)
    #expect(singular.rank == 1)
    #expect(singular.condition == .infinity)
    #expect(LeastSquares([0, 0, 0, 0], rows: 2, columns: 2).rank == 0)
  }

  @Test func `quadratics are minimised over numbers of 0 and more`() {
    var random = SeededNumbers(seed: 31)
    for count in [1, 2, 5, 12] {
      let root = (0..<count * count).map { _ in random.normal() }
      var matrix = [Double](repeating: 0, count: count * count)
      for i in 0..<count {
        for j in 0..<count {
          matrix[i * count + j] = (0..<count).reduce(i == j ? 0.1 : 0) {
            $0 + root[$1 * count + i] * root[$1 * count + j]
          }
        }
      }
      let linear = (0..<count).map { _ in random.normal() }
      var isFree = [Bool](repeating: true, count: count)
      let point = NonnegativeQuadratic(count: count, matrix: matrix)
        .minimum(linear, isFree: &isFree)
      for i in 0..<count {
        let slope = (0..<count).reduce(-linear[i]) { $0 + matrix[i * count + $1] * point[$1] }
        #expect(point[i] >= 0)
        #expect(point[i] > 0 ? abs(slope) < 1e-8 : slope > -1e-8)
      }
    }
  }
}
