/// Finds a minimum of a smooth function of a few dozen numbers that need not be convex: BFGS with the whole
/// matrix, steps that meet the weak Wolfe conditions (Nocedal & Wright, 2006, section 3.1).
///
/// For more numbers, bounds and convex functions there is ``NewtonMinimizer``.
struct QuasiNewton {
  /// It stops when the largest component of the gradient is this small.
  var tolerance = 1e-9
  var iterations = 1000

  /// - Parameters:
  ///   - start: where to begin.
  ///   - function: value and gradient at a point.
  /// - Returns: the last point, with the smallest value that was found.
  func minimum(
    from start: [Double], of function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Minimum {
    var point = start
    var (value, gradient) = function(start)
    var inverse: InverseHessian?
    for _ in 0..<iterations {
      guard gradient.contains(where: { abs($0) > tolerance }) else {
        return Minimum(point: point, value: value, isConverged: true)
      }
      var direction = inverse.map { ($0 * gradient).map { -$0 } } ?? downhill(gradient)
      if dot(direction, gradient) >= 0 {
        inverse = nil
        direction = downhill(gradient)
      }
      guard let next = step(from: point, value, gradient, along: direction, function) else {
        guard inverse != nil else { break }
        inverse = nil
        continue
      }
      let move = zip(next.point, point).map(-)
      let change = zip(next.gradient, gradient).map(-)
      let curvature = dot(move, change)
      if curvature > 0 {
        var updated =
          inverse ?? InverseHessian(count: point.count, scale: curvature / dot(change, change))
        updated.update(move: move, change: change, curvature: curvature)
        inverse = updated
      }
      (point, value, gradient) = next
    }
    return Minimum(point: point, value: value, isConverged: false)
  }

  private typealias Trial = (point: [Double], value: Double, gradient: [Double])

  /// A step that lowers the value by a fair part of what the slope promises and leaves less of the slope,
  /// by doubling and bisection; `nil` when no step lowers the value.
  private func step(
    from point: [Double], _ value: Double, _ gradient: [Double], along direction: [Double],
    _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Trial? {
    let slope = dot(direction, gradient)
    var low = 0.0
    var high = Double.infinity
    var length = 1.0
    var best: Trial?
    for _ in 0..<40 {
      if FitDeadline.hasPassed { return nil }
      let next = zip(point, direction).map { $0 + length * $1 }
      let (trial, trialGradient) = function(next)
      if trial < value, trial < best?.value ?? .infinity { best = (next, trial, trialGradient) }
      if !(trial <= value + 1e-4 * length * slope) {
        high = length
      } else if dot(trialGradient, direction) < 0.9 * slope {
        low = length
      } else {
        return (next, trial, trialGradient)
      }
      length = high.isFinite ? (low + high) / 2 : 2 * length
    }
    return best
  }

  /// No further than one: how far the slope reaches is not known yet.
  private func downhill(_ gradient: [Double]) -> [Double] {
    let scale = 1 / max(dot(gradient, gradient).squareRoot(), 1)
    return gradient.map { -scale * $0 }
  }
}

/// An estimate of the inverse of the matrix of second derivatives.
private struct InverseHessian {
  private let count: Int
  /// Symmetric, row-major.
  private var values: [Double]

  init(count: Int, scale: Double) {
    self.count = count
    values = [Double](repeating: 0, count: count * count)
    for index in 0..<count { values[index * count + index] = scale }
  }

  static func * (matrix: InverseHessian, vector: [Double]) -> [Double] {
    (0..<matrix.count).map { row in
      var sum = 0.0
      for column in 0..<matrix.count {
        sum += matrix.values[row * matrix.count + column] * vector[column]
      }
      return sum
    }
  }

  /// Broyden's, Fletcher's, Goldfarb's and Shanno's update; `curvature` is move · change, positive.
  mutating func update(move: [Double], change: [Double], curvature: Double) {
    let image = self * change
    let factor = (1 + dot(change, image) / curvature) / curvature
    for i in 0..<count {
      for j in 0..<count {
        values[i * count + j] +=
          factor * move[i] * move[j] - (image[i] * move[j] + move[i] * image[j]) / curvature
      }
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
