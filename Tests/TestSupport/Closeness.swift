/// `‖found − expected‖ / ‖expected‖`, Euclidean; infinite when the lengths differ or a number is NaN.
package func relativeDistance(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let difference = zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let size = expected.reduce(0) { $0 + $1 * $1 }
  guard !difference.isNaN else { return .infinity }
  return size == 0 ? difference.squareRoot() : (difference / size).squareRoot()
}
