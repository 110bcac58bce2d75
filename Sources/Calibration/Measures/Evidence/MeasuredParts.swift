/// Predictions that can be gone through more than once.
struct MeasuredParts {
  let labels: [Int]
  let classes: Int
  let ranges: [Range<Int>]
  /// `[samples]`, the larger, the less sure an answer is by another account than its probability; `nil` where nobody says.
  let uncertainties: [Double]?
  let part: (Range<Int>) throws -> Probabilities

  init(
    labels: [Int], classes: Int, ranges: [Range<Int>], uncertainties: [Double]? = nil,
    part: @escaping (Range<Int>) throws -> Probabilities
  ) {
    precondition(
      uncertainties.map { $0.count == labels.count } ?? true,
      "\(uncertainties?.count ?? 0) uncertainties for \(labels.count) samples")
    self.labels = labels
    self.uncertainties = uncertainties
    self.classes = classes
    self.ranges = ranges
    self.part = part
  }

  /// Probabilities in memory, as one part.
  init(_ probabilities: Probabilities, _ labels: [Int], uncertainties: [Double]? = nil) {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    self.init(
      labels: labels, classes: probabilities.classes, ranges: [0..<labels.count],
      uncertainties: uncertainties
    ) { _ in probabilities }
  }

  /// Numbers that are in memory at a time for figures that sort every class's probabilities.
  private static let budget = 1 << 23

  /// ``ClasswiseErrors/meanAdaptive``, a few classes at a time.
  func adaptiveClasswiseError(bins: Int) throws -> Double {
    let width = min(classes, max(1, Self.budget / labels.count))
    var errors: [Double] = []
    for start in stride(from: 0, to: classes, by: width) {
      errors += try mapColumns(start..<min(start + width, classes)) { label, column in
        ClasswiseErrors.adaptive(column, labels.map { $0 == label }, count: bins)
      }
    }
    return errors.compensatedSum() / Double(classes)
  }

  /// What `body` makes of the probabilities of some classes: of the class and all its samples'.
  private func mapColumns(
    _ wanted: Range<Int>, _ body: (Int, [Double]) -> Double
  ) throws -> [Double] {
    if let whole = ranges.first, ranges.count == 1 {
      return try part(whole).mapColumns(of: wanted, body)
    }
    var columns = [[Double]](repeating: [], count: wanted.count)
    for index in columns.indices { columns[index].reserveCapacity(labels.count) }
    for range in ranges {
      let found = try part(range).mapColumns(of: wanted) { $1 }
      for (index, column) in found.enumerated() { columns[index] += column }
    }
    return RowChunks.map(columns.count) { body(wanted.lowerBound + $0, columns[$0]) }
  }
}
