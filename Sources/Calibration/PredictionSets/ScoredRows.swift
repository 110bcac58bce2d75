extension Probabilities {
  /// Lends each row of a range, as scores see it, in order, to `body`.
  @inline(__always)
  func forEachScoredRow(
    _ range: Range<Int>, prior: UnsafePointer<Double>?, draws: SampleDraws?, firstPlace: Int,
    _ body: (Int, ScoredRow) -> Void
  ) {
    let classes = classes
    let places = UnsafeMutablePointer<Int32>.allocate(capacity: classes)
    let buffer = UnsafeMutablePointer<Double>.allocate(capacity: classes)
    defer {
      places.deallocate()
      buffer.deallocate()
    }
    withUnsafeRows { rows in
      for row in range {
        let values: UnsafePointer<Double>
        switch rows {
        case .doubles(let base): values = base + row * classes
        case .floats(let base):
          for label in 0..<classes { buffer[label] = Double(base[row * classes + label]) }
          values = UnsafePointer(buffer)
        case nil: return
        }
        let number = draws?.number(values, classes: classes, place: firstPlace + row) ?? 0.5
        body(
          row,
          ScoredRow(
            probabilities: values, prior: prior, places: places, classes: classes, draw: number))
      }
    }
  }
}

/// Lends a list as a pointer, or none.
func withPointer<Result>(
  to values: [Double]?, _ body: (UnsafePointer<Double>?) throws -> Result
) rethrows -> Result {
  guard let values else { return try body(nil) }
  return try values.withUnsafeBufferPointer { try body($0.baseAddress) }
}
