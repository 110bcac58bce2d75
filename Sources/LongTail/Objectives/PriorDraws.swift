import Foundation
import Torch

/// Class priors that are drawn around those of three experts: the training one, a uniform one, and the training one with
/// its shares in reversed order (Yang et al., ICML 2024: DirMixE, section 4).
struct PriorDraws {
  /// A class prior, and the expert that it is for.
  struct Draw {
    let expert: Int
    /// A share a class, with sum 1.
    let shares: [Double]
  }

  /// Those of the experts, `[3][classes]`, each with sum 1.
  let centers: [[Double]]
  /// The sum of the Dirichlet distribution's parameters; the larger it is, the closer draws are to their centre.
  let concentration: Double
  let seed: UInt64

  /// The draw of a number, always the same.
  func draw(_ number: Int) -> Draw {
    var random = CounterBasedGenerator(seed: seed, purpose: .priorDraw, position: number)
    let expert = random.integer(below: centers.count)
    let gammas = centers[expert].map { Self.gamma($0 * concentration, using: &random) }
    let sum = gammas.reduce(0, +)
    return Draw(expert: expert, shares: sum > 0 ? gammas.map { $0 / sum } : centers[expert])
  }

  /// The order in which an epoch shows the numbers below `count`.
  func order(of count: Int, epoch: Int) -> [Int] {
    // Epochs count from 1 here: 0 belongs to the draws.
    var random = CounterBasedGenerator(seed: seed, purpose: .priorDraw, epoch: epoch + 1)
    return random.permutation(of: count)
  }

  /// A number of the gamma distribution with this shape, above 0, and scale 1 (Marsaglia and Tsang, ACM TOMS 26, 2000).
  static func gamma(_ shape: Double, using random: inout CounterBasedGenerator) -> Double {
    guard shape >= 1 else {
      let larger = gamma(shape + 1, using: &random)
      return larger * pow(1 - random.uniform(), 1 / shape)
    }
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = random.normal()
      let cube = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard cube > 0 else { continue }
      let u = 1 - random.uniform()
      if log(u) < 0.5 * x * x + d * (1 - cube + log(cube)) { return d * cube }
    }
  }
}
