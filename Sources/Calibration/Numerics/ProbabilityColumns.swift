/// softmax(z / T) class by class, without an array of all of it: what maps of single classes are fitted to.
struct ProbabilityColumns {
  private let logits: Logits
  private let scale: Double
  /// Of each row.
  private let highest: [Float]
  private let inverse: [Double]

  /// Classes that are gathered together: rows are then read in whole lines of memory.
  private static let width = 16

  init(_ logits: Logits, temperature: Double = 1) {
    self.logits = logits
    scale = 1 / temperature
    let (scale, classes) = (scale, logits.classes)
    let parts = logits.withUnsafeValues { values in
      RowChunks.map(rows: logits.samples, columns: classes) { rows in
        let buffer = RowBuffer(count: classes)
        return rows.map { row -> (Float, Double) in
          guard let base = values.baseAddress else { return (0, 1) }
          buffer.load(base + row * classes)
          return (
            RowMaximum.value(base + row * classes, count: classes),
            1 / buffer.total(scale: scale)
          )
        }
      }
    }.flatMap { $0 }
    highest = parts.map(\.0)
    inverse = parts.map(\.1)
  }

  /// Runs `body` for each class and its probabilities, `[samples]`, on all cores.
  /// - Returns: its results in class order.
  func map<Part>(_ body: (Int, [Double]) -> Part) -> [Part] {
    let classes = logits.classes
    return RowChunks.map((classes + Self.width - 1) / Self.width) { part in
      let labels = part * Self.width..<min((part + 1) * Self.width, classes)
      return logits.withUnsafeValues { values in
        var columns = labels.map { _ in
          [Double](repeating: RowBuffer.excluded, count: logits.samples)
        }
        for row in 0..<logits.samples {
          let top = highest[row]
          for (place, label) in labels.enumerated() {
            // As RowBuffer has them, to the last bit.
            let moved = Double(values[row * classes + label]) - Double(top)
            columns[place][row] = top > -.infinity ? max(moved, RowBuffer.excluded) : 0
          }
        }
        return labels.enumerated().map { place, label in
          raise(&columns[place])
          defer { columns[place] = [] }
          return body(label, columns[place])
        }
      }
    }.flatMap { $0 }
  }

  private func raise(_ values: inout [Double]) {
    values.withUnsafeMutableBufferPointer { values in
      var index = 0
      while index < values.count {
        var lanes = SIMD4<Double>(repeating: 0)
        let count = min(4, values.count - index)
        for lane in 0..<count { lanes[lane] = values[index + lane] }
        let raised = exponential(lanes * scale)
        for lane in 0..<count { values[index + lane] = raised[lane] * inverse[index + lane] }
        index += 4
      }
    }
  }
}
