/// Calibrated probabilities of rows without labels, as float32: the one large array of an estimate.
public struct UnlabelledRows: Sendable {
  /// Columns of the probabilities.
  public let classes: Int
  /// Rows of all batches.
  public let samples: Int
  /// `samples × classes`, row-major.
  let values: [Float]
  /// Rows predicted as each class.
  public let predictedCounts: [Int]

  /// - Parameters:
  ///   - calibrator: what makes probabilities of logits.
  ///   - batches: logits, taken in this order.
  /// - Precondition: as many classes everywhere.
  init(_ calibrator: any Calibrator, _ batches: [Logits]) {
    let classes = calibrator.classes
    var predicted = [Int](repeating: 0, count: classes)
    let count = batches.reduce(0) { $0 + $1.samples }
    values = [Float](unsafeUninitializedCapacity: count * classes) { target, filled in
      for batch in batches {
        batch.forEachBlock(calibrator) { _, probabilities in
          probabilities.withUnsafeBufferPointer { block in
            guard let source = block.baseAddress, let base = target.baseAddress else { return }
            let begin = base + filled
            for index in block.indices { begin[index] = Float(source[index]) }
            for row in stride(from: 0, to: block.count, by: classes) {
              predicted[RowMaximum.find(source + row, count: classes).index] += 1
            }
          }
          filled += probabilities.count
        }
      }
    }
    self.classes = classes
    samples = count
    predictedCounts = predicted
  }

  /// Share of the rows predicted as each class.
  var predictedShares: [Double] { predictedCounts.map { Double($0) / Double(samples) } }

  /// Mean probability of each class.
  var means: [Double] {
    let sums = values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: samples, columns: classes) { rows in
        var sums = [Double](repeating: 0, count: classes)
        for row in rows {
          for column in 0..<classes { sums[column] += Double(values[row * classes + column]) }
        }
        return sums
      }
    }
    return (0..<classes).map { column in
      sums.map { $0[column] }.compensatedSum() / Double(samples)
    }
  }
}

extension Logits {
  /// Lends calibrated probabilities some thousand rows at a time: the rows, and `rows × classes` values.
  func forEachBlock(_ calibrator: any Calibrator, _ body: (Range<Int>, [Double]) -> Void) {
    let size = max(1, (1 << 20) / classes)
    for start in stride(from: 0, to: samples, by: size) {
      let rows = start..<min(start + size, samples)
      body(rows, calibrator(part(rows)).values)
    }
  }
}
