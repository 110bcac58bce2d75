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
    precondition(repeats >= 1, "\(repeats) repeats; at least 1 is needed")
    let edges = binning.edges(for: confidences)
    var members = [[Double]](repeating: [], count: edges.count - 1)
    for confidence in confidences {
      if let bin = binning.bin(of: confidence, edges: edges) { members[bin].append(confidence) }
    }
    let bins = members.filter { !$0.isEmpty }
    let parts = RowChunks.map(rows: repeats, columns: 1024) { range in
      range.map { index in
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x1_0000_0001)
        let total = bins.reduce(0) { $0 + Self.gap($1, &random) }
        return total / Double(max(confidences.count, 1))
      }
    }
    let errors = parts.flatMap { $0 }.sorted()
    mean = errors.compensatedSum() / Double(repeats)
    band = Interval(
      lower: errors[Int(0.025 * Double(repeats))],
      upper: errors[min(Int(0.975 * Double(repeats)), repeats - 1)])
  }

  /// |Σ (confidence − right)| of one bin, by chance.
  private static func gap(_ confidences: [Double], _ random: inout SplitMix64) -> Double {
    guard confidences.count <= 500 else {
      // A sum of so many independent terms is normal.
      let variance = confidences.reduce(0) { $0 + $1 * (1 - $1) }
      let radius = (-2 * log(random.uniform())).squareRoot()
      return abs(variance.squareRoot() * radius * cos(2 * .pi * random.uniform()))
    }
    return abs(
      confidences.reduce(0) { $0 + $1 - (random.uniform() < $1 ? 1 : 0) })
  }
}
