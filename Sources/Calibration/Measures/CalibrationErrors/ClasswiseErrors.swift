/// Calibration errors of all class probabilities, not only of the top one; means over classes.
public struct ClasswiseErrors: Sendable, Equatable {
  /// Σ share · |frequency − mean probability| of each class, bins of equal width (the static calibration
  /// error of Nixon et al., 2019).
  public let equalWidth: [Double]
  /// The knowledge-transfer code's adaptive form of each class: bins begin at the sorted values number
  /// 0, m, 2m, … (m = samples / bins, rounded down), left-open, so that the smallest is in none; the
  /// last one ends at 1.
  public let adaptive: [Double]

  /// Mean of ``equalWidth`` over all classes, those without samples included.
  public var meanEqualWidth: Double { mean(equalWidth) }
  /// Mean of ``adaptive`` over all classes, those without samples included.
  public var meanAdaptive: Double { mean(adaptive) }

  /// - Precondition: at least as many samples as bins for the adaptive form to mean anything.
  public init(
    _ probabilities: Probabilities, labels: [Int], binning: Binning = .equalWidth(15)
  ) {
    let samples = probabilities.samples
    precondition(labels.count == samples, "\(labels.count) labels for \(samples) samples")
    let parts = probabilities.mapColumns { label, column -> (Double, Double) in
      let isLabel = labels.map { $0 == label }
      let bins = ReliabilityBins(confidences: column, correct: isLabel, binning: binning)
      return (bins.expectedError, Self.adaptive(column, isLabel, count: binning.count))
    }
    equalWidth = parts.map(\.0)
    adaptive = parts.map(\.1)
  }

  /// The adaptive error of one class.
  static func adaptive(_ column: [Double], _ isLabel: [Bool], count: Int) -> Double {
    let samples = column.count
    guard samples > 0 else { return 0 }
    let order = RadixOrder.ascending(column).map { Int($0) }
    let step = samples / count
    let edges = (0..<count).map { column[order[$0 * step]] } + [1]
    var sum = CompensatedSum()
    var place = 0
    // Left-open: what equals the first edge is in no bin.
    while place < samples, column[order[place]] <= edges[0] { place += 1 }
    for bin in 0..<count where edges[bin] < edges[bin + 1] {
      var gap = CompensatedSum()
      while place < samples, column[order[place]] <= edges[bin + 1] {
        gap += column[order[place]] - (isLabel[order[place]] ? 1 : 0)
        place += 1
      }
      sum += abs(gap.value) / Double(samples)
    }
    return sum.value
  }

  private func mean(_ values: [Double]) -> Double {
    values.compensatedSum() / Double(max(values.count, 1))
  }
}
