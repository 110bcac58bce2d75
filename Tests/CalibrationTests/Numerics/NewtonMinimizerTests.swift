import Testing

@testable import Calibration

/// Newton's method without a matrix.
struct NewtonMinimizerTests {
  /// ½ xᵀ A x − bᵀ x
  private final class Quadratic: CurvedFunction {
    let matrix: [[Double]]
    let right: [Double]
    private(set) var products = 0

    init(matrix: [[Double]], right: [Double]) {
      self.matrix = matrix
      self.right = right
    }

    private func image(_ point: [Double]) -> [Double] {
      matrix.map { row in zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    func move(to point: [Double]) -> (value: Double, gradient: [Double]) {
      let image = image(point)
      let value = point.indices.reduce(0) { $0 + point[$1] * (0.5 * image[$1] - right[$1]) }
      return (value, point.indices.map { image[$0] - right[$0] })
    }

    func curvature(along direction: [Double]) -> [Double] {
      products += 1
      return image(direction)
    }

    func preconditioned(_ gradient: [Double]) -> [Double] {
      gradient.indices.map { gradient[$0] / matrix[$0][$0] }
    }
  }

  @Test func `a badly scaled quadratic is solved, however far the start is`() {
    let function = Quadratic(
      matrix: [[1e6, 10, 0], [10, 1, 0.01], [0, 0.01, 1e-3]], right: [1, 2, 3])
    let solution = NewtonMinimizer(tolerance: 1e-9).minimum(of: function, from: [1e3, -1e3, 5])
    #expect(solution.isConverged)
    #expect(function.move(to: solution.point).gradient.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func `the minimiser stops at bounds, and moves a start that lies outside`() {
    // Without bounds the minimum is at (4, −2).
    let function = Quadratic(matrix: [[2, 1], [1, 3]], right: [6, -2])
    let solution = NewtonMinimizer().minimum(
      of: function, from: [-50, 50], lower: [0, -1], upper: [10, 10])
    #expect(solution.isConverged)
    // On the edge y = −1: 2 x − 1 = 6.
    #expect(abs(solution.point[0] - 3.5) < 1e-8)
    #expect(solution.point[1] == -1)
  }

  @Test func `the best point is given, not converged, when the deadline has passed`() {
    let function = Quadratic(matrix: [[2, 1], [1, 3]], right: [6, -2])
    let solution = FitDeadline.$moment.withValue(.now) {
      NewtonMinimizer().minimum(of: function, from: [1, 1])
    }
    #expect(!solution.isConverged)
    #expect(solution.point == [1, 1])
  }
}
