import Foundation

/// Student's t distribution.
struct StudentDistribution {
  /// Degrees of freedom, above 0; need not be whole.
  let degrees: Double

  /// The value that is exceeded with a chance in (0, 0.5].
  ///
  /// P(T > t) = ½ I(ν/2, ½) at ν / (ν + t²), the regularised incomplete beta function.
  func exceeded(withChance chance: Double) -> Double {
    guard chance < 0.5 else { return 0 }
    let x = BetaDistribution(a: degrees / 2, b: 0.5).quantile(2 * chance)
    return (degrees * (1 - x) / x).squareRoot()
  }
}
