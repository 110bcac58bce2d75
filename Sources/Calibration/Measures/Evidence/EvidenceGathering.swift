/// Gathers, part by part, what the figures of a ``FigureTable`` are made of.
struct EvidenceGathering {
  let settings: MeasureSettings
  let classes: Int
  /// How much a sample of each class counts; `nil` without a test prior.
  let classWeights: [Double]?
  private(set) var state: MergeableEvidence
  /// Empty while streaming.
  private(set) var outcomes = SampleOutcomes()
  /// With a test prior only.
  private(set) var weightedClasswise: WeightedBinTable?

  init(settings: MeasureSettings, classes: Int, samples: Int, classWeights: [Double]?) {
    self.settings = settings
    self.classes = classes
    self.classWeights = classWeights
    state = MergeableEvidence(classes: classes, bins: settings.bins, norm: settings.norm)
    if !settings.isStreaming { outcomes.reserve(samples) }
    if classWeights != nil {
      weightedClasswise = WeightedBinTable(rows: classes, bins: settings.bins)
    }
  }

  mutating func add(_ part: Probabilities, labels: [Int]) {
    state.add(part, labels: labels)
    guard !settings.isStreaming else { return }
    outcomes.append(part, labels: labels)
    if let classWeights { addWeighted(part, labels: labels, classWeights) }
  }

  private mutating func addWeighted(
    _ part: Probabilities, labels: [Int], _ classWeights: [Double]
  ) {
    let binning = Binning.equalWidth(settings.bins)
    let edges = binning.edges(for: [])
    part.forEachRow { row, values in
      let weight = classWeights[labels[row]]
      for (column, value) in values.enumerated() {
        guard let bin = binning.bin(of: value, edges: edges) else { continue }
        weightedClasswise?.add(
          row: column, bin: bin, confidence: value, isHit: column == labels[row], weight: weight)
      }
    }
  }

  /// `[samples]`, how much each counts; `nil` when all count the same.
  var weights: [Double]? {
    classWeights.map { weights in outcomes.labels.map { weights[$0] } }
  }

  /// The bins of top labels, by the true and by the predicted class, of samples that count by weight.
  func weightedTables(
    _ weights: [Double]
  ) -> (byTrue: WeightedBinTable, byPredicted: WeightedBinTable) {
    let binning = Binning.equalWidth(settings.bins)
    let edges = binning.edges(for: [])
    var byTrue = WeightedBinTable(rows: classes, bins: settings.bins)
    var byPredicted = byTrue
    for (sample, confidence) in outcomes.confidences.enumerated() {
      guard let bin = binning.bin(of: confidence, edges: edges) else { continue }
      let isHit = outcomes.correct[sample]
      byTrue.add(
        row: outcomes.labels[sample], bin: bin, confidence: confidence, isHit: isHit,
        weight: weights[sample])
      byPredicted.add(
        row: Int(outcomes.predicted[sample]), bin: bin, confidence: confidence, isHit: isHit,
        weight: weights[sample])
    }
    return (byTrue, byPredicted)
  }
}

extension Probabilities {
  /// Hands over each row as `Double`s.
  func forEachRow(_ body: (Int, [Double]) -> Void) {
    withUnsafeRows { rows in
      for row in 0..<samples {
        switch rows {
        case .doubles(let base):
          body(row, Array(UnsafeBufferPointer(start: base + row * classes, count: classes)))
        case .floats(let base):
          body(
            row,
            UnsafeBufferPointer(start: base + row * classes, count: classes).map { Double($0) })
        case nil: break
        }
      }
    }
  }
}
