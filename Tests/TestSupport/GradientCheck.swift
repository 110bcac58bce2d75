/// The gradient of `function` by central differences.
///
/// With the default step the error is about 1e-10 of the third derivative plus 1e-11 of the value.
package func numericalGradient(
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

/// How far a gradient is from the one by central differences, `‖g − g′‖ / max(‖g′‖, 1e-3)`.
package func gradientError(
  _ gradient: [Double], of function: ([Double]) -> Double, at point: [Double],
  step: Double = 1e-5
) -> Double {
  let expected = numericalGradient(of: function, at: point, step: step)
  let size = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return relativeDistance(gradient, expected) * (size == 0 ? 1 : size) / max(size, 1e-3)
}
