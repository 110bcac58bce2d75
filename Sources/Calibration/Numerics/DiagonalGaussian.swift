import Foundation

/// A normal distribution with independent dimensions.
struct DiagonalGaussian: Sendable, Equatable {
  let mean: [Double]
  let deviation: [Double]
  /// How many samples it was estimated from.
  let samples: Int
  /// −Σ log(σ √2π)
  private let logNormalisation: Double
  private let inverseDeviation: [Double]

  init(mean: [Double], deviation: [Double], samples: Int) {
    self.mean = mean
    self.deviation = deviation
    self.samples = samples
    inverseDeviation = deviation.map { 1 / $0 }
    logNormalisation =
      -deviation.map { log($0) }.compensatedSum() - 0.5 * log(2 * .pi) * Double(mean.count)
  }

  /// Mean and population variance (divided by n) of each class; `nil` for a class without samples.
  ///
  /// Dimensions that never change (a dead unit) get a tiny variance instead of none.
  static func ofClasses(_ features: Features, labels: [Int], classes: Int) -> [DiagonalGaussian?] {
    let width = features.width
    let counts = labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
    var means = [Double](repeating: 0, count: classes * width)
    var variances = means
    features.values.withUnsafeBufferPointer { values in
      for (row, label) in labels.enumerated() {
        for column in 0..<width {
          means[label * width + column] += Double(values[row * width + column])
        }
      }
      for place in means.indices { means[place] /= Double(max(counts[place / width], 1)) }
      for (row, label) in labels.enumerated() {
        for column in 0..<width {
          let gap = Double(values[row * width + column]) - means[label * width + column]
          variances[label * width + column] += gap * gap
        }
      }
    }
    return (0..<classes).map { label in
      guard counts[label] > 0 else { return nil }
      let range = label * width..<(label + 1) * width
      let variance = variances[range].map { $0 / Double(counts[label]) }
      let floor = 1e-12 * variance.compensatedSum() / Double(width) + 1e-12
      return DiagonalGaussian(
        mean: Array(means[range]), deviation: variance.map { max($0, floor).squareRoot() },
        samples: counts[label])
    }
  }

  /// Squared 2-Wasserstein distance: Σ (μ − μ')² + Σ (σ − σ')².
  func squaredDistance(to other: DiagonalGaussian) -> Double {
    var sum = CompensatedSum()
    for index in mean.indices {
      let shift = mean[index] - other.mean[index]
      let stretch = deviation[index] - other.deviation[index]
      sum += shift * shift + stretch * stretch
    }
    return sum.value
  }

  /// α of its own mean and standard deviation and 1 − α of the others', by their shares.
  func mixed(keeping alpha: Double, with others: [(DiagonalGaussian, share: Double)])
    -> DiagonalGaussian
  {
    func mix(_ part: (DiagonalGaussian) -> [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: mean.count)
      // A share of 0 adds nothing: most are, where there are many classes.
      for (other, share) in others where share != 0 {
        let values = part(other)
        for index in sums.indices { sums[index] += share * values[index] }
      }
      return zip(part(self), sums).map { alpha * $0 + (1 - alpha) * $1 }
    }
    return DiagonalGaussian(mean: mix(\.mean), deviation: mix(\.deviation), samples: samples)
  }

  /// Natural logarithm of the density at a point.
  func logDensity(_ point: UnsafeBufferPointer<Float>) -> Double {
    var sum = 0.0
    for index in mean.indices {
      let distance = (Double(point[index]) - mean[index]) * inverseDeviation[index]
      sum += distance * distance
    }
    return logNormalisation - 0.5 * sum
  }
}
