/// The share of the label in bins of each class's probability (Zadrozny & Elkan, 2001).
public struct HistogramBinning: BinnedMethod, Equatable {
  public static let name = "histogram-binning"
  public static let summary = "for each class the frequency in its bin, then renormalised"

  /// How the edges of the bins are chosen.
  public enum Edges: String, Sendable, Codable {
    /// k / bins.
    case equalWidth = "equal-width"
    /// As many validation samples in each bin.
    case equalMass = "equal-mass"
  }

  /// Bins of each class; the published code has 10.
  public var bins = 10
  /// How the edges of the bins are chosen; of equal width by default.
  public var edges = Edges.equalWidth
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(bins: Int, edges: Edges = .equalWidth) {
    self.bins = bins
    self.edges = edges
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> HistogramCalibrator
  {
    let weights = try checkedWeights(validation, equalMass: edges == .equalMass)
    let counts = validation.labelCounts
    let maps = ProbabilityColumns(validation.logits).map { label, values in
      counts[label] == 0 ? nil : map(values, validation.labels, label, weights)
    }
    return HistogramCalibrator(
      maps: maps, classes: counts.count,
      warnings: validation.emptyClassWarnings(
        "its probabilities are kept before rows are scaled"))
  }

  private func map(
    _ values: [Double], _ labels: [Int], _ label: Int, _ weights: [Double]
  ) -> StepMap {
    let uppers =
      edges == .equalWidth
      ? (1...bins).map { Double($0) / Double(bins) } : StepMap.equalMassEdges(values, bins: bins)
    var hits = [Double](repeating: 0, count: uppers.count)
    var masses = hits
    for (row, value) in values.enumerated() {
      let bin = StepMap.bin(of: value, uppers)
      masses[bin] += weights[row]
      if labels[row] == label { hits[bin] += weights[row] }
    }
    // An empty bin is 0, as published.
    return StepMap(
      upperEdges: uppers, values: zip(hits, masses).map { $1 > 0 ? $0 / $1 : 0 })
  }
}

/// Each probability of softmax(z) replaced by the value of its bin, rows renormalised.
public struct HistogramCalibrator: Calibrator, Equatable {
  /// One a class; `nil` for a class that had no validation sample.
  public let maps: [StepMap?]
  public let classes: Int
  public let warnings: [String]

  public var facts: [CalibratorFact] {
    let bins = maps.reduce(0) { $0 + ($1?.values.count ?? 0) }
    return [CalibratorFact("maps", "\(maps.count) with \(bins) bins")]
  }

  public var flaw: CalibratorFlaw? {
    maps.enumerated().lazy.compactMap { $1?.flaw(key: "maps.\($0)") }.first
      ?? classFlaw(("maps", maps.count))
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return softmax(logits).mappedEntries { column, value in maps[column]?(value) ?? value }
  }
}
