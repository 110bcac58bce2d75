/// Calibrated probabilities without those that no draw would notice: what thousands of passes over the same
/// rows go through.
struct SparseRows: Sendable {
  let classes: Int
  let samples: Int
  /// Where each row begins, and where the last one ends.
  let starts: [Int]
  let columns: [Int32]
  let values: [Float]
  let predicted: [Int32]

  /// Entries below this share of their row's density are left out.
  private static let cut = 1e-6

  /// - Parameters:
  ///   - calibrator: what makes probabilities of logits.
  ///   - batches: logits, taken in this order.
  ///   - ratios: the largest ratio of shares to the source prior that matters, one a class.
  init(_ calibrator: any Calibrator, _ batches: [Logits], ratios: [Double]) {
    let classes = calibrator.classes
    var starts = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    var predicted: [Int32] = []
    for batch in batches {
      batch.forEachBlock(calibrator) { rows, probabilities in
        let parts = probabilities.withUnsafeBufferPointer { block in
          RowChunks.map(rows: rows.count, columns: classes) { range in
            Part(block, range, ratios: ratios)
          }
        }
        for part in parts {
          starts += part.ends.map { $0 + columns.count }
          columns += part.columns
          values += part.values
          predicted += part.predicted
        }
      }
    }
    self.classes = classes
    samples = predicted.count
    self.starts = starts
    self.columns = columns
    self.values = values
    self.predicted = predicted
  }

  private struct Part {
    var ends: [Int] = []
    var columns: [Int32] = []
    var values: [Float] = []
    var predicted: [Int32] = []

    init(_ block: UnsafeBufferPointer<Double>, _ rows: Range<Int>, ratios: [Double]) {
      guard let base = block.baseAddress else { return }
      let classes = ratios.count
      for row in rows {
        let own = base + row * classes
        var density = 0.0
        for column in 0..<classes { density += own[column] * ratios[column] }
        let least = SparseRows.cut * density
        for column in 0..<classes where own[column] * ratios[column] > least {
          columns.append(Int32(truncatingIfNeeded: column))
          values.append(Float(own[column]))
        }
        ends.append(columns.count)
        predicted.append(Int32(truncatingIfNeeded: RowMaximum.find(own, count: classes).index))
      }
    }
  }
}
