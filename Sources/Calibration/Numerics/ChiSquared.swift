import Foundation

/// The χ² distribution.
enum ChiSquared {
  /// How often a value as large as this, or larger, comes up by chance: the upper regularised incomplete
  /// gamma function Q(k/2, x/2), by series or continued fraction (Press et al., Numerical Recipes, 6.2).
  static func upperTail(_ value: Double, degreesOfFreedom: Int) -> Double {
    guard value > 0 else { return 1 }
    let shape = Double(degreesOfFreedom) / 2
    let x = value / 2
    let scale = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1 {
      var term = 1 / shape
      var sum = term
      var denominator = shape
      while term > sum * 1e-16 {
        denominator += 1
        term *= x / denominator
        sum += term
      }
      return max(1 - sum * scale, 0)
    }
    // Lentz's method.
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1...100_000 {
      let a = -Double(step) * (Double(step) - shape)
      b += 2
      d = a * d + b
      if abs(d) < tiny { d = tiny }
      c = b + a / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return min(scale * fraction, 1)
  }
}
