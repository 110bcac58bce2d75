import Foundation

/// The expected calibration error that a perfectly calibrated model with the same confidences would show
/// by chance: nobody should read less than this as miscalibration.
public struct NullBand: Sendable, Codable, Equatable {
  /// Mean over simulated label sets.
  public let mean: Double
  /// The middle 95 % of them.
  public let band: Interval

  /// Labels are drawn as right with probability equal to the confidence, `repeats` times.
  public init(
    confidences: [Double], binning: Binning = .equalWidth(15), repeats: Int = 1000, seed: UInt64 = 0
  ) {
    self.init(
      confidences: confidences, weights: nil, binning: binning, norm: .mean, repeats: repeats,
      seed: seed)
  }

  init(mean: Double, band: Interval) {
    self.mean = mean
    self.band = band
  }

  /// As the public form, with weights of the samples and in any norm.
  init(
    confidences: [Double], weights: [Double]?, binning: Binning, norm: CalibrationNorm,
    repeats: Int = 1000, seed: UInt64
  ) {
    precondition(repeats >= 1, "\(repeats) repeats; at least 1 is needed")
    let edges = binning.edges(for: confidences)
    var bins = [Members](repeating: Members(), count: edges.count - 1)
    for (sample, confidence) in confidences.enumerated() {
      guard let bin = binning.bin(of: confidence, edges: edges) else { continue }
      bins[bin].add(confidence, weight: weights?[sample] ?? 1)
    }
    let filled = bins.filter { $0.mass > 0 }
    let total = max(filled.map(\.mass).compensatedSum(), .leastNormalMagnitude)
    let parts = RowChunks.map(rows: repeats, columns: 1024) { range in
      range.map { index in
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x1_0000_0001)
        var error = 0.0
        for bin in filled {
          let gap = bin.gap(&random)
          switch norm {
          case .mean: error += gap / total
          case .rootMeanSquare: error += gap * gap / (bin.mass * total)
          case .maximum: error = max(error, gap / bin.mass)
          }
        }
        return norm == .rootMeanSquare ? error.squareRoot() : error
      }
    }
    let errors = parts.flatMap { $0 }.sorted()
    mean = errors.compensatedSum() / Double(repeats)
    band = Interval(
      lower: errors[Int(0.025 * Double(repeats))],
      upper: errors[min(Int(0.975 * Double(repeats)), repeats - 1)])
  }

  /// The samples of one bin.
  private struct Members {
    /// A sum of more terms than this is taken as normal.
    private static let limit = 500

    private var samples: [(confidence: Double, weight: Double)] = []
    private var count = 0
    private var variance = 0.0
    private(set) var mass = 0.0

    mutating func add(_ confidence: Double, weight: Double) {
      count += 1
      if count <= Self.limit { samples.append((confidence, weight)) }
      variance += weight * weight * confidence * (1 - confidence)
      mass += weight
    }

    /// |Σ weight · (confidence − right)|, by chance.
    func gap(_ random: inout SplitMix64) -> Double {
      guard count <= Self.limit else {
        let radius = (-2 * log(random.uniform())).squareRoot()
        return abs(variance.squareRoot() * radius * cos(2 * .pi * random.uniform()))
      }
      return abs(
        samples.reduce(0) { sum, sample in
          sum + sample.weight * (sample.confidence - (random.uniform() < sample.confidence ? 1 : 0))
        })
    }
  }
}
