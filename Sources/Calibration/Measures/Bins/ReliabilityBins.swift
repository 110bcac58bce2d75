/// One bin of a reliability diagram: left-open, right-closed, the first bin closed.
public struct ReliabilityBin: Sendable, Codable, Equatable {
  /// The edge below, in [0, 1].
  public let lower: Double
  /// The edge above, in [0, 1].
  public let upper: Double
  /// Samples in the bin.
  public let count: Int
  /// Mean confidence in the bin, in [0, 1]; `nil` for an empty bin.
  public let confidence: Double?
  /// Share of correct predictions in the bin, in [0, 1]; `nil` for an empty bin.
  public let accuracy: Double?
  /// Sum of the samples' weights; `nil` where all count the same.
  public let weight: Double?

  public init(
    lower: Double, upper: Double, count: Int, confidence: Double?, accuracy: Double?,
    weight: Double? = nil
  ) {
    self.weight = weight
    self.lower = lower
    self.upper = upper
    self.count = count
    self.confidence = confidence
    self.accuracy = accuracy
  }

  /// How much the bin counts among others: its samples, or their weights.
  var mass: Double { weight ?? Double(count) }

  /// Confidence minus accuracy, positive when over-confident; `nil` for an empty bin.
  public var gap: Double? {
    guard let confidence, let accuracy else { return nil }
    return confidence - accuracy
  }
}

/// Confidences against how often they were right, bin by bin, and the errors that follow from it.
public struct ReliabilityBins: Sendable, Codable, Equatable {
  /// In ascending order, empty ones included; their edges touch from 0 to 1.
  public let bins: [ReliabilityBin]
  /// All samples, those in no bin (see ``Binning/equalWidthOpen(_:)``) included.
  public let samples: Int
  /// What shares of bins are taken of: the samples, or the sum of their weights.
  var mass: Double {
    bins.contains { $0.weight != nil }
      ? bins.map(\.mass).compensatedSum() : Double(samples)
  }

  /// Confidences are in [0, 1]; `correct` says which of them were right.
  public init(confidences: [Double], correct: [Bool], binning: Binning = .equalWidth(15)) {
    precondition(
      confidences.count == correct.count,
      "\(confidences.count) confidences, \(correct.count) outcomes")
    let edges = binning.edges(for: confidences)
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var hits = counts
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: counts.count)
    for (confidence, isRight) in zip(confidences, correct) {
      guard let bin = binning.bin(of: confidence, edges: edges) else { continue }
      counts[bin] += 1
      hits[bin] += isRight ? 1 : 0
      sums[bin] += confidence
    }
    samples = confidences.count
    bins = counts.indices.map { bin in
      let isEmpty = counts[bin] == 0
      return ReliabilityBin(
        lower: edges[bin], upper: edges[bin + 1], count: counts[bin],
        confidence: isEmpty ? nil : sums[bin].value / Double(counts[bin]),
        accuracy: isEmpty ? nil : Double(hits[bin]) / Double(counts[bin]))
    }
  }

  init(bins: [ReliabilityBin], samples: Int) {
    self.bins = bins
    self.samples = samples
  }

  /// Bins of samples that do not all count the same.
  /// - Parameters:
  ///   - confidences: `[samples]`, in [0, 1].
  ///   - correct: `[samples]`, which of them were right.
  ///   - weights: `[samples]`, 0 or more; bins of equal mass have equal sums of weights.
  ///   - binning: how confidences are sorted into bins.
  public init(confidences: [Double], correct: [Bool], weights: [Double], binning: Binning) {
    precondition(
      confidences.count == correct.count && confidences.count == weights.count,
      "\(confidences.count) confidences, \(correct.count) outcomes, \(weights.count) weights")
    let edges = binning.edges(for: confidences, weights: weights)
    var table = WeightedBinTable(rows: 1, bins: edges.count - 1)
    for (sample, confidence) in confidences.enumerated() {
      guard let bin = binning.bin(of: confidence, edges: edges) else { continue }
      table.add(
        row: 0, bin: bin, confidence: confidence, isHit: correct[sample], weight: weights[sample])
    }
    self = table.reliability(rows: [0], edges: edges)
  }

  /// Bins of top labels against the true ones, `[samples]`.
  public init(_ top: TopLabels, labels: [Int], binning: Binning = .equalWidth(15)) {
    self.init(confidences: top.confidences, correct: top.correct(labels), binning: binning)
  }

  /// Top-label bins in one pass over the probabilities, without a list of confidences where the edges do
  /// not depend on them.
  /// - Precondition: one label in `0 ..< classes` a sample.
  public init(
    _ probabilities: Probabilities, labels: [Int], binning: Binning = .equalWidth(15)
  ) {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    if case .equalMass = binning {
      self.init(TopLabels(probabilities), labels: labels, binning: binning)
      return
    }
    let edges = binning.edges(for: [])
    let classes = probabilities.classes
    let parts = probabilities.withUnsafeRows { rows in
      labels.withUnsafeBufferPointer { labels in
        RowChunks.map(rows: labels.count, columns: classes) { range in
          var part = BinTable(rows: 1, bins: edges.count - 1)
          func add(_ confidence: Double, isHit: Bool) {
            guard let bin = binning.bin(of: confidence, edges: edges) else { return }
            part.add(row: 0, bin: bin, confidence: confidence, isHit: isHit)
          }
          switch rows {
          case .doubles(let base):
            for row in range {
              let top = RowMaximum.find(base + row * classes, count: classes)
              add(top.value, isHit: top.index == labels[row])
            }
          case .floats(let base):
            for row in range {
              let values = base + row * classes
              let highest = RowMaximum.value(values, count: classes)
              add(
                Double(highest),
                isHit: RowMaximum.isFirst(labels[row], of: highest, in: values))
            }
          case nil: break
          }
          return part
        }
      }
    }
    var table = BinTable(rows: 1, bins: edges.count - 1)
    for part in parts { table += part }
    let reliability = table.reliability(rows: [0], edges: edges)
    self.init(bins: reliability.bins, samples: labels.count)
  }

  /// Σ share · |accuracy − confidence|: expected calibration error. 0 without samples.
  public var expectedError: Double { sum { abs($0.gap ?? 0) } }

  /// √(Σ share · gap²): expected calibration error in the 2-norm.
  public var rootMeanSquareError: Double { sum { ($0.gap ?? 0) * ($0.gap ?? 0) }.squareRoot() }

  /// Σ share · (confidence − accuracy): positive when over-confident. 0 without samples.
  public var signedGap: Double { sum { $0.gap ?? 0 } }

  /// Σ share · confidence · max(confidence − accuracy, 0): over-confidence error.
  public var overconfidenceError: Double {
    sum { ($0.confidence ?? 0) * max($0.gap ?? 0, 0) }
  }

  /// Σ share · confidence · max(accuracy − confidence, 0): under-confidence error.
  public var underconfidenceError: Double {
    sum { ($0.confidence ?? 0) * max(-($0.gap ?? 0), 0) }
  }

  /// The bin with the largest gap, the maximum calibration error; `nil` when all are empty. Look at its
  /// count before you believe it.
  public var worst: ReliabilityBin? {
    bins.filter { $0.count > 0 }.max { abs($0.gap ?? 0) < abs($1.gap ?? 0) }
  }

  /// The error in one of its norms.
  public func error(_ norm: CalibrationNorm) -> Double {
    switch norm {
    case .mean: expectedError
    case .rootMeanSquare: rootMeanSquareError
    case .maximum: bins.map { abs($0.gap ?? 0) }.max() ?? 0
    }
  }

  private func sum(_ term: (ReliabilityBin) -> Double) -> Double {
    let mass = mass
    guard mass > 0 else { return 0 }
    return bins.map { $0.mass / mass * term($0) }.compensatedSum()
  }
}
