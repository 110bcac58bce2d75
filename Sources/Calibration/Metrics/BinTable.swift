/// Samples, hits and confidence by row and bin: what reliability figures of any group are made of.
struct BinTable: Sendable, Codable, Equatable {
  private(set) var counts: [Int]
  private(set) var hits: [Int]
  private(set) var sums: [CompensatedSum]
  let bins: Int

  init(rows: Int, bins: Int) {
    self.bins = bins
    counts = [Int](repeating: 0, count: rows * bins)
    hits = counts
    sums = [CompensatedSum](repeating: CompensatedSum(), count: counts.count)
  }

  @inline(__always)
  mutating func add(row: Int, bin: Int, confidence: Double, isHit: Bool) {
    let place = row * bins + bin
    counts[place] += 1
    if isHit { hits[place] += 1 }
    sums[place] += confidence
  }

  static func += (total: inout BinTable, other: BinTable) {
    for place in total.counts.indices {
      total.counts[place] += other.counts[place]
      total.hits[place] += other.hits[place]
      total.sums[place] += other.sums[place]
    }
  }

  /// True when the lists are as long as they must be.
  func isWhole(rows: Int) -> Bool {
    [counts.count, hits.count, sums.count].allSatisfy { $0 == rows * bins }
  }

  func samples(row: Int) -> Int { counts[row * bins..<(row + 1) * bins].reduce(0, +) }

  func hits(row: Int) -> Int { hits[row * bins..<(row + 1) * bins].reduce(0, +) }

  /// The bins of some rows together, between these edges.
  func reliability(rows: [Int], edges: [Double]) -> ReliabilityBins {
    var merged: [(count: Int, hits: Int, sum: CompensatedSum)] = Array(
      repeating: (0, 0, CompensatedSum()), count: bins)
    for row in rows {
      for bin in 0..<bins {
        let place = row * bins + bin
        merged[bin].count += counts[place]
        merged[bin].hits += hits[place]
        merged[bin].sum += sums[place]
      }
    }
    return ReliabilityBins(
      bins: merged.enumerated().map { bin, content in
        ReliabilityBin(
          lower: edges[bin], upper: edges[bin + 1], count: content.count,
          confidence: content.count == 0 ? nil : content.sum.value / Double(content.count),
          accuracy: content.count == 0 ? nil : Double(content.hits) / Double(content.count))
      }, samples: merged.reduce(0) { $0 + $1.count })
  }
}
