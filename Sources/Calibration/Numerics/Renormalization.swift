import Foundation

/// Scales a row to sum to one, with every entry at least 10⁻²⁰ before.
///
/// The published evaluation takes log(clip(p, 10⁻²⁰, 1 − 10⁻²⁰)) of every calibrator's output and
/// applies softmax to it, which is this.
@inline(__always)
func renormalize(_ row: UnsafeMutablePointer<Double>, count: Int) {
  var sum = 0.0
  for index in 0..<count {
    row[index] = min(max(row[index], 1e-20), 1)
    sum += row[index]
  }
  let inverse = 1 / sum
  for index in 0..<count { row[index] *= inverse }
}

extension Probabilities {
  /// Each entry replaced by what `body` makes of its class and old value, rows renormalised. With `keepsAnswer` the first
  /// largest of a row's old values is that of the new ones, too, where `body` gives equal values to several classes.
  func mappedEntries(
    keepsAnswer: Bool = false, _ body: (Int, Double) -> Double
  ) -> Probabilities {
    values.withUnsafeBufferPointer { source in
      Probabilities.filled(samples: samples, classes: classes) { rows, target in
        for row in rows {
          let output = target + (row - rows.lowerBound) * classes
          for column in 0..<classes {
            output[column] = body(column, source[row * classes + column])
          }
          renormalize(output, count: classes)
          if keepsAnswer, let base = source.baseAddress {
            let answer = RowMaximum.find(base + row * classes, count: classes).index
            keepAnswer(answer, in: output, count: classes)
          }
        }
      }
    }
  }

  /// What `body` makes of each class and its probabilities, `[samples]`, in class order; on all cores.
  func mapColumns<Part>(
    of wanted: Range<Int>? = nil, _ body: (Int, [Double]) -> Part
  ) -> [Part] {
    let wanted = wanted ?? 0..<classes
    // Whole lines of memory are read, where there are enough classes for all cores.
    let cores = AvailableProcessors.count
    let width = max(1, min(8, (wanted.count + cores - 1) / cores))
    return RowChunks.map((wanted.count + width - 1) / width) { part in
      let start = wanted.lowerBound + part * width
      let labels = start..<min(start + width, wanted.upperBound)
      var columns = labels.map { _ in [Double](repeating: 0, count: samples) }
      withUnsafeRows { rows in
        for row in 0..<samples {
          for (place, label) in labels.enumerated() {
            switch rows {
            case .doubles(let base): columns[place][row] = base[row * classes + label]
            case .floats(let base): columns[place][row] = Double(base[row * classes + label])
            case nil: break
            }
          }
        }
      }
      return labels.enumerated().map { body($1, columns[$0]) }
    }.flatMap { $0 }
  }
}
