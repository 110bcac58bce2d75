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

  /// More samples than anybody has: sums of counts from files stay within `Int`.
  private static let mostSamples = 1 << 50

  /// What no samples give in a table that was read from a file, and its key.
  func flaw(rows: Int, bins wanted: Int) -> (key: String, problem: String)? {
    guard bins == wanted else { return ("bins", "\(bins); \(wanted) were expected") }
    let (size, overflow) = rows.multipliedReportingOverflow(by: bins)
    for (key, count) in [("counts", counts.count), ("hits", hits.count), ("sums", sums.count)]
    where overflow || count != size {
      return (key, "\(count) numbers for \(rows) rows of \(bins) bins")
    }
    var total = 0
    for place in counts.indices {
      let bin = place % bins
      guard (0...Self.mostSamples).contains(counts[place]), total <= Self.mostSamples else {
        return ("counts.\(place)", "\(counts[place]); 0 or more were expected, in reason")
      }
      total += counts[place]
      guard (0...counts[place]).contains(hits[place]) else {
        return (
          "hits.\(place)", "\(hits[place]); 0 to \(counts[place]) were expected, as many as samples"
        )
      }
      let count = Double(counts[place])
      let range =
        (Double(bin) / Double(bins) - 1e-6) * count...(Double(bin + 1) / Double(bins) + 1e-6)
        * count
      guard range.contains(sums[place].value) else {
        return (
          "sums.\(place)",
          "\(sums[place].value) for \(counts[place]) samples of the bin from \(bin)/\(bins) to "
            + "\(bin + 1)/\(bins)"
        )
      }
    }
    return nil
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
