/// Predictions that can be gone through more than once.
struct MeasuredParts {
  let labels: [Int]
  let classes: Int
  let ranges: [Range<Int>]
  let part: (Range<Int>) throws -> Probabilities

  init(
    labels: [Int], classes: Int, ranges: [Range<Int>],
    part: @escaping (Range<Int>) throws -> Probabilities
  ) {
    self.labels = labels
    self.classes = classes
    self.ranges = ranges
    self.part = part
  }

  /// Probabilities in memory, as one part.
  init(_ probabilities: Probabilities, _ labels: [Int]) {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    self.init(labels: labels, classes: probabilities.classes, ranges: [0..<labels.count]) { _ in
      probabilities
    }
  }

  /// Numbers that are in memory at a time for figures that sort every class's probabilities.
  private static let budget = 1 << 23

  /// ``ClasswiseErrors/meanAdaptive``, a few classes at a time.
  func adaptiveClasswiseError(bins: Int) throws -> Double {
    let width = min(classes, max(1, Self.budget / labels.count))
    var errors: [Double] = []
    for start in stride(from: 0, to: classes, by: width) {
      let columns = try columns(start..<min(start + width, classes))
      errors += RowChunks.map(rows: columns.count, columns: max(labels.count, 16_384)) { range in
        range.map { column in
          ClasswiseErrors.adaptive(
            columns[column], labels.map { $0 == start + column }, count: bins)
        }
      }.flatMap { $0 }
    }
    return errors.compensatedSum() / Double(classes)
  }

  /// The probabilities of some classes, a list of all samples for each.
  private func columns(_ wanted: Range<Int>) throws -> [[Double]] {
    var columns = [[Double]](repeating: [], count: wanted.count)
    for index in columns.indices { columns[index].reserveCapacity(labels.count) }
    for range in ranges {
      let part = try part(range)
      part.withUnsafeRows { rows in
        for (index, column) in wanted.enumerated() {
          switch rows {
          case .doubles(let base):
            for row in 0..<part.samples { columns[index].append(base[row * classes + column]) }
          case .floats(let base):
            for row in 0..<part.samples {
              columns[index].append(Double(base[row * classes + column]))
            }
          case nil: break
          }
        }
      }
    }
    return columns
  }
}
