import Foundation

/// The beta distribution with parameters `a` and `b`, both above 0.
struct BetaDistribution {
  let a: Double
  let b: Double

  /// The chance of a value up to `x`: the regularised incomplete beta function, by its continued fraction
  /// (Lentz).
  func cumulative(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(
      LogarithmicGamma.value(a + b) - LogarithmicGamma.value(a) - LogarithmicGamma.value(b)
        + a * log(x) + b * log1p(-x))
    // The fraction converges fast on one side only.
    return x < (a + 1) / (a + b + 2)
      ? front * Self.fraction(x, a, b) / a : 1 - front * Self.fraction(1 - x, b, a) / b
  }

  /// The value that is exceeded with the chance 1 − `share`, `share` in (0, 1).
  func quantile(_ share: Double) -> Double {
    let scale =
      LogarithmicGamma.value(a + b) - LogarithmicGamma.value(a) - LogarithmicGamma.value(b)
    var low = 0.0
    var high = 1.0
    var x = a / (a + b)
    for _ in 0..<200 {
      let excess = cumulative(x) - share
      if excess < 0 { low = x } else { high = x }
      // Newton's step where it stays between the bounds, half of what is between them where not.
      let density = exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x))
      let step = x - excess / density
      let next = step > low && step < high ? step : (low + high) / 2
      if abs(next - x) <= 1e-14 || next == low || next == high { return next }
      x = next
    }
    return x
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var upper = 1.0
    var lower = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = lower
    for index in 1...20_000 {
      let m = Double(index)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        lower = 1 / kept(1 + term * lower)
        upper = kept(1 + term / upper)
        result *= lower * upper
      }
      if abs(lower * upper - 1) < 1e-15 { break }
    }
    return result
  }
}

/// log Γ. The system's own keeps the sign in a global variable.
enum LogarithmicGamma {
  /// Of a number above 0.
  static func value(_ x: Double) -> Double {
    // Stirling's series, from where its first terms do.
    var product = 1.0
    var x = x
    while x < 15 {
      product *= x
      x += 1
    }
    let inverse = 1 / (x * x)
    let series =
      (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188))))
      / x
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * .pi) + series - log(product)
  }
}
