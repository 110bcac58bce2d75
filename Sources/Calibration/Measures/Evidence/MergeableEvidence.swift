import ArrayFiles
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
  private(set) var byTrueLabel: BinTable
  private(set) var byPredictedLabel: BinTable
  private(set) var classwise: BinTable
  private var cells: BinTable
  private(set) var likelihood = CompensatedSum()
  private(set) var squares = CompensatedSum()

  static let cellCount = 4096
  /// Bins of parts that are in memory at a time, some 32 bytes each.
  private static let partBudget = 1 << 22

  /// - Precondition: at least 2 classes and 1 bin.
  public init(classes: Int, bins: Int = 15) {
    precondition(classes >= 2 && bins >= 1, "\(classes) classes, \(bins) bins")
    self.classes = classes
    self.bins = bins
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
      }
    }
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` when the other has other classes, or in another order, or
  ///   other bins.
  public mutating func merge(_ other: MergeableEvidence) throws(CalibrationError) {
    guard other.classes == classes, other.bins == bins else {
      throw .invalidSetting(
        "states of \(classes) classes and \(bins) bins, and of \(other.classes) classes and "
          + "\(other.bins) bins, cannot be merged")
    }
    let names = zip(classNames ?? [], other.classNames ?? [])
    if let (place, (own, name)) = names.enumerated().first(where: { $1.0 != $1.1 }) {
      throw .invalidSetting(
        "states of other classes, or of classes in another order, cannot be merged: class \(place) is "
          + "“\(own)” in one and “\(name)” in the other")
    }
    classNames = classNames ?? other.classNames
    combine(other)
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
    for sample in range {
      let row = base + sample * classes
      let label = labels[sample]
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
        if let bin = binning.bin(of: value, edges: edges) {
          classwise.add(row: column, bin: bin, confidence: value, isHit: column == label)
        }
      }
      let own = Double(row[label])
      squares += sum - 2 * own + 1
      likelihood += -log(max(own, 1e-20))
    }
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

  /// Writes the state as JSON, the whole file or nothing.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try AtomicFile.write(encoder.encode(self), to: path)
  }

  /// - Throws: `FileProblem` when the file is not there or holds something else.
  public static func read(_ path: String) throws -> MergeableEvidence {
    let state: MergeableEvidence
    do {
      state = try JSONDecoder().decode(
        MergeableEvidence.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as DecodingError {
      throw FileProblem(path, "not a state of metrics: \(error.reason)")
    } catch {
      throw FileProblem.unreadable(path, error)
    }
    if let flaw = state.flaw { throw FileProblem(path, at: flaw.key, flaw.problem) }
    return state
  }

  /// What no measurement gives, and its key.
  private var flaw: (key: String, problem: String)? {
    guard MeasureSettings.binCounts.contains(bins) else {
      return ("bins", "\(bins); 1 to 100000 were expected")
    }
    guard classes >= 2 else { return ("classes", "\(classes); 2 or more were expected") }
    if let count = classNames?.count, count != classes {
      return ("classNames", "\(count) names; \(classes) were expected, one a class")
    }
    let tables = [
      ("byTrueLabel", byTrueLabel), ("byPredictedLabel", byPredictedLabel),
      ("classwise", classwise),
    ]
    for (key, table) in tables {
      if let flaw = table.flaw(rows: classes, bins: bins) {
        return ("\(key).\(flaw.key)", flaw.problem)
      }
    }
    if let flaw = cells.flaw(rows: 1, bins: Self.cellCount) {
      return ("cells.\(flaw.key)", flaw.problem)
    }
    let hits = cells.hits(row: 0)
    for (key, table) in tables.prefix(2) {
      let (own, right) = (table.counts.reduce(0, +), table.hits.reduce(0, +))
      guard own == samples, right == hits else {
        return (
          key,
          "\(own) samples, \(right) of them right; \(samples) and \(hits) were expected, as in cells"
        )
      }
    }
    for label in 0..<classes {
      let (own, right) = (classwise.samples(row: label), classwise.hits(row: label))
      let ofClass = byTrueLabel.samples(row: label)
      guard own == samples, right == ofClass else {
        return (
          "classwise",
          "class \(label) has \(own) samples, \(right) of them its own; \(samples) and \(ofClass) were "
            + "expected"
        )
      }
    }
    let count = Double(samples)
    // No sample adds more than −log 10⁻²⁰, or 2, to its sum.
    guard (-1e-9...47 * count + 1e-9).contains(likelihood.value) else {
      return (
        "likelihood", "\(likelihood.value) for \(samples) samples; 0 to \(47 * count) was expected"
      )
    }
    guard (-1e-6...2.1 * count + 1e-9).contains(squares.value) else {
      return ("squares", "\(squares.value) for \(samples) samples; 0 to \(2 * count) was expected")
    }
    return nil
  }
}
