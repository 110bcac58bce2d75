extension ReliabilityBins {
  /// Bins whose sums are taken in `Float`, sample after sample, as torchmetrics 1.9 does: with thousands
  /// of samples in a bin its figures are off by some 1e-5, and so are these.
  init(singlePrecision confidences: [Double], correct: [Bool], binning: Binning) {
    let edges = binning.edges(for: [])
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var hits = [Float](repeating: 0, count: counts.count)
    var sums = hits
    for (confidence, isRight) in zip(confidences, correct) {
      let single = Float(confidence)
      guard let bin = binning.bin(of: Double(single), edges: edges) else { continue }
      counts[bin] += 1
      hits[bin] += isRight ? 1 : 0
      sums[bin] += single
    }
    self.init(
      bins: counts.indices.map { bin in
        let count = Float(counts[bin])
        return ReliabilityBin(
          lower: edges[bin], upper: edges[bin + 1], count: counts[bin],
          confidence: count == 0 ? nil : Double(sums[bin] / count),
          accuracy: count == 0 ? nil : Double(hits[bin] / count))
      }, samples: confidences.count)
  }
}
