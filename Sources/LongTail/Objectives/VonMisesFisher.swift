import Foundation
import Torch

/// The von Mises–Fisher distribution on the unit sphere of p dimensions, with density
/// `exp(κ μ·x) κ^ν / ((2π)^(p/2) I_ν(κ))`, ν = p/2 − 1 (Mardia and Jupp, Directional Statistics, section 9.3).
struct VonMisesFisher {
  /// p, at least 2.
  let dimension: Int
  /// ν
  private var order: Double { Double(dimension) / 2 - 1 }

  /// Smallest order whose uniform expansion is used as it is: with four terms it is then exact to 3e-11.
  private static let smallestOrder = 63.0

  /// log of the density's factor without `exp(κ μ·x)`.
  /// - Parameter concentration: κ, above 0, of any shape.
  /// - Returns: in that shape.
  func logNormalizer(_ concentration: Tensor) -> Tensor {
    -logBesselRatio(concentration) - Double(dimension) / 2 * log(2 * Double.pi)
  }

  /// `log I_ν(x) − ν log x`, whose derivative is `I_{ν+1}(x) / I_ν(x)`; right from x = 0 on.
  ///
  /// Orders below 63 come from the next two above by `I_{k−1} = (2k / x) I_k + I_{k+1}`, downwards, where the recurrence
  /// is stable.
  /// - Parameter x: 0 or more, of any shape; in double precision for answers that are right to 1e-10.
  /// - Returns: in that shape.
  func logBesselRatio(_ x: Tensor) -> Tensor {
    let shift = max(0, Int((Self.smallestOrder - order).rounded(.up)))
    var k = order + Double(shift)
    var value = Self.expansion(k, x)
    guard shift > 0 else { return value }
    // h_k = I_k / x^k, and its ratio to the one above.
    var ratio = (Self.expansion(k + 1, x) - value).exp()
    let square = x * x
    for _ in 0..<shift {
      let factor = square * ratio + 2 * k
      value = value + factor.log()
      ratio = 1 / factor
      k -= 1
    }
    return value
  }

  /// u_k(t) / t^k in powers of t², k = 1 … 4, and what it is divided by.
  private static let terms: [(coefficients: [Double], divisor: Double)] = [
    ([3, -5], 24),
    ([81, -462, 385], 1152),
    ([30_375, -369_603, 765_765, -425_425], 414_720),
    ([4_465_125, -94_121_676, 349_922_430, -446_185_740, 185_910_725], 39_813_120),
  ]

  /// Debye's uniform expansion of `log I_n(x) − n log x` for large n, with four terms (Abramowitz and Stegun, 9.7.7 and
  /// 9.3.9).
  private static func expansion(_ n: Double, _ x: Tensor) -> Tensor {
    let s = ((x / n).square() + 1).sqrt()
    let t = 1 / s
    let q = t * t
    // Horner's rule, from the last term u_k(t) / n^k on, and in powers of t² within each.
    var sum = Tensor.zeros(x.shape, dtype: x.dtype, device: x.device)
    for (coefficients, divisor) in terms.reversed() {
      let polynomial = coefficients.dropLast().reversed().reduce(
        Tensor.full(x.shape, coefficients.last ?? 0, dtype: x.dtype, device: x.device)
      ) { $0 * q + $1 }
      sum = (sum + polynomial / divisor) * (t / n)
    }
    let leading = (s - ((s + 1) * n).log()) * n
    return leading - s.log() * 0.5 + sum.log1p() - 0.5 * log(2 * Double.pi * n)
  }
}
