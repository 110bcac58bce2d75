import Foundation

/// What a ``FigureTable`` needs, gathered sample by sample: in parts, in any order, on many machines, and
/// then merged.
///
/// Its size depends on classes and bins, not on samples. Counts are exact; sums are compensated, so that
/// the order of the parts changes them in the last digits only. Measures that need every sample
/// (``MeasureNeed``) have no value then; the adaptive error comes from a histogram of 4096 cells, so that an edge
/// of its bins is off by less than 1/4096.
public struct MergeableEvidence: Sendable, Codable, Equatable {
  /// Columns of the probabilities that are added.
  public let classes: Int
  /// Bins of equal width.
  public let bins: Int
  /// What each class is called, in class order; `nil` where nobody said.
  public var classNames: [String]?
  /// Of the figures that errors are measured by, as ``MeasureSettings/norm``; `nil` in files that do not say so.
  public private(set) var norm: CalibrationNorm?
  /// What tells the samples that were added here, and then those of each state that was merged, from others; `nil` in
  /// files that do not say so.
  private(set) var parts: [SampleDigest]? = [SampleDigest()]
  private(set) var byTrueLabel: BinTable
  private(set) var byPredictedLabel: BinTable
  private(set) var classwise: BinTable
  private(set) var cells: BinTable
  private(set) var likelihood = CompensatedSum()
  private(set) var squares = CompensatedSum()

  static let cellCount = 4096
  /// Bins of parts that are in memory at a time, some 32 bytes each.
  private static let partBudget = 1 << 22

  /// - Precondition: at least 2 classes and 1 bin.
  public init(classes: Int, bins: Int = 15, norm: CalibrationNorm = .mean) {
    precondition(classes >= 2 && bins >= 1, "\(classes) classes, \(bins) bins")
    self.classes = classes
    self.bins = bins
    self.norm = norm
    byTrueLabel = BinTable(rows: classes, bins: bins)
    byPredictedLabel = byTrueLabel
    classwise = byTrueLabel
    cells = BinTable(rows: 1, bins: Self.cellCount)
  }

  /// Samples so far.
  public var samples: Int { cells.samples(row: 0) }

  /// - Precondition: one label in `0 ..< classes` a row, and as many classes as the state has.
  public mutating func add(_ probabilities: Probabilities, labels: [Int]) {
    precondition(
      probabilities.classes == classes && labels.count == probabilities.samples,
      "\(labels.count) labels, \(probabilities.samples) × \(probabilities.classes) probabilities")
    let (classes, bins) = (classes, bins)
    // With many classes a part is large: no more of them are there at a time than there is use for.
    let atOnce = max(1, Self.partBudget / (3 * classes * bins))
    probabilities.withUnsafeRows { rows in
      RowChunks.forEach(rows: labels.count, columns: classes, atOnce: atOnce) { range in
        var part = MergeableEvidence(classes: classes, bins: bins)
        switch rows {
        case .doubles(let base): part.add(base, range, labels)
        case .floats(let base): part.add(base, range, labels)
        case nil: break
        }
        return part
      } take: {
        combine($0)
        if let own = $0.parts?.first { parts?[0].append(own) }
      }
    }
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` when the other has other classes, or in another order, other
  ///   bins or another norm, or holds samples that are in these, unless their rows are answers of 0 and 1 alone: other
  ///   samples may have the same.
  public mutating func merge(_ other: MergeableEvidence) throws(CalibrationError) {
    try requireMergeable(other)
    let own = Set(digests)
    for part in other.digests where !part.hasAnswersAlone && own.contains(part) {
      throw .invalidSetting("\(part.samples) samples are in both; they would count twice")
    }
    classNames = classNames ?? other.classNames
    norm = norm ?? other.norm
    parts = (parts ?? [SampleDigest()]) + other.digests
    combine(other)
  }

  /// What tells the samples of each part from others.
  var digests: [SampleDigest] { (parts ?? []).filter { $0.samples > 0 } }

  /// Whether some samples are in no part, so that nothing tells them from others.
  var hasUnknownSamples: Bool { digests.reduce(0) { $0 + $1.samples } < samples }

  /// This without what it says of its samples' origin: sums and counts alone.
  var figures: MergeableEvidence {
    var figures = self
    (figures.classNames, figures.norm, figures.parts) = (nil, nil, nil)
    return figures
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for other classes, bins or another norm.
  func requireMergeable(_ other: MergeableEvidence) throws(CalibrationError) {
    guard other.classes == classes, other.bins == bins else {
      throw .invalidSetting(
        "states of \(classes) classes and \(bins) bins, and of \(other.classes) classes and "
          + "\(other.bins) bins, cannot be merged")
    }
    let names = zip(classNames ?? [], other.classNames ?? [])
    if !FramedNames.areSame(classNames ?? [], other.classNames ?? []),
      let (place, (own, name)) = names.enumerated().first(where: { $1.0 != $1.1 })
    {
      throw .invalidSetting(
        "states of other classes, or of classes in another order, cannot be merged: class \(place) is "
          + "“\(own)” in one and “\(name)” in the other")
    }
    if let norm, let otherNorm = other.norm, norm != otherNorm {
      throw .invalidSetting(
        "states measured with --norm \(norm.rawValue) and --norm \(otherNorm.rawValue) cannot be merged; "
          + "measure both with the same")
    }
  }

  private mutating func combine(_ other: MergeableEvidence) {
    byTrueLabel += other.byTrueLabel
    byPredictedLabel += other.byPredictedLabel
    classwise += other.classwise
    cells += other.cells
    likelihood += other.likelihood
    squares += other.squares
  }

  private mutating func add<Scalar: SIMDScalar & BinaryFloatingPoint>(
    _ base: UnsafePointer<Scalar>, _ range: Range<Int>, _ labels: [Int]
  ) {
    let binning = Binning.equalWidth(bins)
    let edges = binning.edges(for: [])
    let fine = Binning.equalWidth(Self.cellCount)
    let fineEdges = fine.edges(for: [])
    var digest = SampleDigest()
    for sample in range {
      let row = base + sample * classes
      let label = labels[sample]
      var digestedRow = SampleDigest.Row(label: label)
      let top = RowMaximum.find(row, count: classes)
      let confidence = Double(top.value)
      let isHit = top.index == label
      if let bin = binning.bin(of: confidence, edges: edges) {
        byTrueLabel.add(row: label, bin: bin, confidence: confidence, isHit: isHit)
        byPredictedLabel.add(row: top.index, bin: bin, confidence: confidence, isHit: isHit)
      }
      if let cell = fine.bin(of: confidence, edges: fineEdges) {
        cells.add(row: 0, bin: cell, confidence: confidence, isHit: isHit)
      }
      var sum = 0.0
      for column in 0..<classes {
        let value = Double(row[column])
        sum += value * value
        digestedRow.add(value)
        if let bin = binning.bin(of: value, edges: edges) {
          classwise.add(row: column, bin: bin, confidence: value, isHit: column == label)
        }
      }
      let own = Double(row[label])
      squares += sum - 2 * own + 1
      likelihood += -log(max(own, 1e-20))
      digest.append(digestedRow)
    }
    parts?[0].append(digest)
  }

  /// Bins of equal mass from the histogram: each ends at the cell where its part ends.
  func adaptiveError() -> Double {
    var sum = CompensatedSum()
    var passed = 0
    var gap = CompensatedSum()
    var part = 1
    for cell in 0..<Self.cellCount where cells.counts[cell] > 0 {
      passed += cells.counts[cell]
      gap += cells.sums[cell]
      gap += -Double(cells.hits[cell])
      if passed * bins >= part * samples {
        sum += abs(gap.value) / Double(samples)
        gap = CompensatedSum()
        part = passed * bins / samples + 1
      }
    }
    return sum.value
  }
}
