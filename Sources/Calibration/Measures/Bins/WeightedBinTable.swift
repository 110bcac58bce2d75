/// Rows of bins that reliability figures of any group of rows can be made of.
protocol ReliabilityTable: Sendable {
  /// The bins of some rows together, between these edges.
  func reliability(rows: [Int], edges: [Double]) -> ReliabilityBins
}

extension BinTable: ReliabilityTable {}

/// As ``BinTable``, of samples that do not all count the same.
struct WeightedBinTable: ReliabilityTable {
  private var counts: [Int]
  private var masses: [Double]
  private var hits: [CompensatedSum]
  private var sums: [CompensatedSum]
  let bins: Int

  init(rows: Int, bins: Int) {
    self.bins = bins
    counts = [Int](repeating: 0, count: rows * bins)
    masses = [Double](repeating: 0, count: rows * bins)
    hits = [CompensatedSum](repeating: CompensatedSum(), count: rows * bins)
    sums = hits
  }

  mutating func add(row: Int, bin: Int, confidence: Double, isHit: Bool, weight: Double) {
    let place = row * bins + bin
    counts[place] += 1
    masses[place] += weight
    if isHit { hits[place] += weight }
    sums[place] += weight * confidence
  }

  func reliability(rows: [Int], edges: [Double]) -> ReliabilityBins {
    let merged = (0..<bins).map { bin -> ReliabilityBin in
      let places = rows.map { $0 * bins + bin }
      let mass = places.map { masses[$0] }.compensatedSum()
      func mean(_ terms: [CompensatedSum]) -> Double? {
        mass > 0 ? places.map { terms[$0].value }.compensatedSum() / mass : nil
      }
      return ReliabilityBin(
        lower: edges[bin], upper: edges[bin + 1],
        count: places.reduce(0) { $0 + counts[$1] }, confidence: mean(sums),
        accuracy: mean(hits), weight: mass)
    }
    return ReliabilityBins(
      bins: merged, samples: merged.reduce(0) { $0 + $1.count })
  }
}
