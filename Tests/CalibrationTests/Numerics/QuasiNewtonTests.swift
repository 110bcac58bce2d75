import Testing

@testable import Calibration

/// Quasi-Newton minimisation.
struct QuasiNewtonTests {
  @Test func `the minimum at the end of Rosenbrock's curved valley is found`() {
    let solution = QuasiNewton(tolerance: 1e-9).minimum(from: [-1.2, 1]) { point in
      let (x, y) = (point[0], point[1])
      let gap = y - x * x
      return (
        100 * gap * gap + (1 - x) * (1 - x), [-400 * x * gap - 2 * (1 - x), 200 * gap]
      )
    }
    #expect(solution.isConverged)
    #expect(zip(solution.point, [1, 1]).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test func `what has no slope is left alone, and the best point given when it may not go on`() {
    let solution = QuasiNewton(tolerance: 1e-9, iterations: 1).minimum(from: [3, 7]) {
      ($0[0] * $0[0], [2 * $0[0], 0])
    }
    #expect(!solution.isConverged)
    #expect(solution.value < 9)
    #expect(solution.point[1] == 7)
  }
}
