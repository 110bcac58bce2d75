import Foundation
import Torch

/// Random numbers for corruptions. A protocol, so that tests can draw what NumPy draws.
protocol CorruptionDraws {
  /// Uniform in `[0, 1)`.
  mutating func uniform() -> Double
  /// Standard normal.
  mutating func normal() -> Double
  /// In `0 ..< bound`, each equally likely.
  mutating func integer(below bound: Int) -> Int
}

extension CounterBasedGenerator: CorruptionDraws {}

extension CorruptionDraws {
  mutating func uniform(from low: Double, to high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Independent draws of a normal distribution.
  mutating func normals(_ count: Int, mean: Double = 0, deviation: Double) -> [Double] {
    (0..<count).map { _ in mean + deviation * normal() }
  }

  /// Poisson's distribution: by products of uniform numbers for a small mean, else transformed rejection (Hörmann, "The
  /// transformed rejection method for generating Poisson random variables", 1993, algorithm PTRS).
  /// - Parameter mean: at least 0.
  /// - Returns: a count.
  mutating func poisson(_ mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    guard mean >= 10 else {
      let bound = exp(-mean)
      var product = uniform()
      var count = 0
      while product > bound {
        count += 1
        product *= uniform()
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let distance = 0.5 - abs(u)
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07, v <= squeeze { return Int(count) }
      if count < 0 || (distance < 0.013 && v > distance) { continue }
      let likelihood = -mean + count * log(mean) - logarithmOfFactorial(count)
      if log(v) + log(inverseAlpha) - log(a / (distance * distance) + b) <= likelihood {
        return Int(count)
      }
    }
  }
}

/// log n! of a whole number, by a sum or Stirling's series, whose next term is below 1e-13 from 20 on.
private func logarithmOfFactorial(_ count: Double) -> Double {
  guard count >= 20 else {
    return stride(from: 2, through: count, by: 1).reduce(0) { $0 + log($1) }
  }
  let inverse = 1 / (count * count)
  let series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / count
  return count * log(count) - count + 0.5 * log(2 * .pi * count) + series
}
