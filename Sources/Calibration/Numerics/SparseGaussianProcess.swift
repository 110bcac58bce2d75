import Foundation

/// A Gaussian process on the line, seen through a few inducing points: squared-exponential kernel plus
/// white noise, whitened variational distribution N(m, diag s²).
public struct SparseGaussianProcess: Sendable, Codable, Equatable {
  /// Ascending at the start; the fit may move them.
  public internal(set) var inducingInputs: [Double]
  /// How far apart on the line values still hang together, above 0.
  public internal(set) var lengthscale: Double
  /// Of the process before data were seen, at least 0.
  public internal(set) var variance: Double
  /// Variance of the white noise, at least 0.
  public internal(set) var noise: Double
  /// m, one an inducing point.
  public internal(set) var means: [Double]
  /// s, one an inducing point, positive.
  public internal(set) var deviations: [Double]

  static let jitter = 1e-6

  var count: Int { inducingInputs.count }

  /// Kernel of the inducing inputs without noise.
  @inline(__always)
  func kernel(_ a: Double, _ b: Double) -> Double {
    let distance = (a - b) / lengthscale
    return variance * exp(-0.5 * distance * distance)
  }

  /// The lower triangle L with L Lᵀ = K, row-major `[count, count]`; `nil` when K is not positive.
  func cholesky() -> [Double]? {
    var lower = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = kernel(inducingInputs[i], inducingInputs[j])
        if i == j { sum += noise + Self.jitter }
        for k in 0..<j { sum -= lower[i * count + k] * lower[j * count + k] }
        if i == j {
          guard sum > 0 else { return nil }
          lower[i * count + i] = sum.squareRoot()
        } else {
          lower[i * count + j] = sum / lower[j * count + j]
        }
      }
    }
    return lower
  }

  /// Solves L a = k in place.
  @inline(__always)
  func forward(_ lower: UnsafePointer<Double>, _ vector: UnsafeMutablePointer<Double>) {
    for i in 0..<count {
      var sum = vector[i]
      for j in 0..<i { sum -= lower[i * count + j] * vector[j] }
      vector[i] = sum / lower[i * count + i]
    }
  }

  /// What the process adds to its prior mean at a point, and its variance there.
  @inline(__always)
  func posterior(
    at input: Double, _ lower: UnsafePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) -> (shift: Double, variance: Double) {
    for j in 0..<count { scratch[j] = kernel(input, inducingInputs[j]) }
    forward(lower, scratch)
    var shift = 0.0
    var spread = variance + noise
    for j in 0..<count {
      shift += scratch[j] * means[j]
      spread += scratch[j] * scratch[j] * (deviations[j] * deviations[j] - 1)
    }
    return (shift, max(spread, 0))
  }
}

/// Centres of clusters of numbers on the line.
enum LineClusters {
  /// Lloyd's algorithm from evenly spaced centres: the same result on every machine.
  /// - Returns: `count` centres, ascending.
  static func centres(_ values: [Double], count: Int) -> [Double] {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last, count > 1 else {
      return [Double](repeating: sorted.first ?? 0, count: count)
    }
    var sums = [0.0]
    for value in sorted { sums.append(sums[sums.count - 1] + value) }
    var centres = spread(from: first, to: last, count: count)
    for _ in 0..<100 {
      var begin = 0
      var next = centres
      for index in 0..<count {
        let edge = index + 1 < count ? (centres[index] + centres[index + 1]) / 2 : .infinity
        var low = begin
        var high = sorted.count
        while low < high {
          let middle = (low + high) / 2
          if sorted[middle] <= edge { low = middle + 1 } else { high = middle }
        }
        if low > begin { next[index] = (sums[low] - sums[begin]) / Double(low - begin) }
        begin = low
      }
      if next == centres { break }
      centres = next
    }
    return centres
  }

  /// - Returns: `count` numbers from the smallest value to the largest, ascending.
  static func evenlySpread(_ values: [Double], count: Int) -> [Double] {
    guard let first = values.min(), let last = values.max(), count > 1 else {
      return [Double](repeating: values.first ?? 0, count: count)
    }
    return spread(from: first, to: last, count: count)
  }

  private static func spread(from first: Double, to last: Double, count: Int) -> [Double] {
    (0..<count).map { first + (last - first) * Double($0) / Double(count - 1) }
  }
}
