/// The gradient of `function` by central differences.
///
/// With the default step the error is about 1e-10 of the third derivative plus 1e-11 of the value.
public func numericalGradient(
  of function: ([Double]) -> Double, at point: [Double], step: Double = 1e-5
) -> [Double] {
  point.indices.map { index in
    var above = point
    var below = point
    above[index] += step
    below[index] -= step
    return (function(above) - function(below)) / (above[index] - below[index])
  }
}

/// How far a gradient is from the one by central differences, `‖g − g′‖ / max(‖g′‖, 1e-3)`; infinite where the
/// lengths differ or a number is NaN.
public func gradientError(
  _ gradient: [Double], of function: ([Double]) -> Double, at point: [Double],
  step: Double = 1e-5
) -> Double {
  let expected = numericalGradient(of: function, at: point, step: step)
  guard gradient.count == expected.count else { return .infinity }
  let difference = zip(gradient, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let size = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return difference.isNaN ? .infinity : difference.squareRoot() / max(size, 1e-3)
}
