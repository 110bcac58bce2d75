extension Probabilities {
  /// `samples × classes` values in [0, 1] as float32, row-major, as files hold them.
  ///
  /// The answer of a row, the class that ``TopLabels`` gives, stays the answer. Where rounding lets the first largest
  /// value be another class's, the value of the answer is the next float32 above it, so that the row's sum is one
  /// within rounding still.
  public var singlePrecision: [Float] {
    [Float](unsafeUninitializedCapacity: samples * classes) { target, count in
      withUnsafeRows { rows in
        guard let base = target.baseAddress else { return }
        switch rows {
        case .doubles(let source):
          _ = RowChunks.map(rows: samples, columns: classes) { range in
            for row in range {
              let own = source + row * classes
              let rounded = base + row * classes
              for column in 0..<classes { rounded[column] = Float(own[column]) }
              keepAnswer(
                RowMaximum.find(own, count: classes).index, in: rounded, count: classes)
            }
          }
        case .floats(let source): base.initialize(from: source, count: samples * classes)
        case nil: break
        }
      }
      count = samples * classes
    }
  }
}

/// Makes a class the answer of its row, the first of the largest values, by the next value above them; changes nothing
/// where it is.
/// - Precondition: the class has the largest value but for rounding.
@inline(__always)
func keepAnswer<Scalar: SIMDScalar & BinaryFloatingPoint>(
  _ label: Int, in row: UnsafeMutablePointer<Scalar>, count: Int
) {
  let top = RowMaximum.find(UnsafePointer(row), count: count)
  if top.index != label { row[label] = top.value.nextUp }
}
