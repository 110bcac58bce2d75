/// Inputs with outcomes, true or false, that all weigh the same, as integers that sort like the inputs.
struct OutcomeKeys {
  /// An input, 0 or more, and its outcome in the last bit.
  @inline(__always)
  static func key(_ input: Double, isTrue: Bool) -> UInt64 {
    // Adding 0 turns −0 into 0.
    (input + 0).bitPattern << 1 | (isTrue ? 1 : 0)
  }

  @inline(__always)
  static func input(_ key: UInt64) -> Double { Double(bitPattern: key >> 1) }

  /// Keys of all probabilities.
  /// - Parameters:
  ///   - predictions: labels are in range.
  ///   - temperature: of the softmax.
  ///   - precision: to which probabilities are rounded.
  ///   - isByClass: `[classes, samples]` where true, `[samples, classes]` else.
  /// - Returns: row-major.
  static func keys(
    _ predictions: Predictions, temperature: Double, precision: Precision, isByClass: Bool
  ) -> [UInt64] {
    let classes = predictions.logits.classes
    let samples = predictions.logits.samples
    return [UInt64](unsafeUninitializedCapacity: samples * classes) { target, count in
      predictions.logits.withUnsafeValues { logits in
        _ = RowChunks.map(rows: samples, columns: classes) { rows in
          guard let base = logits.baseAddress else { return }
          let buffer = RowBuffer(count: classes)
          withUnsafeTemporaryAllocation(of: Double.self, capacity: classes) { values in
            guard let first = values.baseAddress else { return }
            for row in rows {
              buffer.load(base + row * classes)
              buffer.softmax(scale: 1 / temperature, into: first)
              let label = predictions.labels[row]
              for column in 0..<classes {
                target[isByClass ? column * samples + row : row * classes + column] = key(
                  precision.rounded(values[column]), isTrue: column == label)
              }
            }
          }
        }
      }
      count = samples * classes
    }
  }
}

extension IsotonicMap {
  /// The least-squares fit to outcomes of equal weight.
  /// - Parameters:
  ///   - keys: of ``OutcomeKeys``, in any order, at least one; sorted on return.
  ///   - resolution: inputs closer than this become one point.
  init(fittingOutcomes keys: UnsafeMutableBufferPointer<UInt64>, resolution: Double) {
    RadixSort.sort(keys)
    // Parts begin where a point does: after a gap of the resolution or more.
    func begin(_ index: Int) -> Int {
      var index = index
      while index > 0, index < keys.count {
        let input = OutcomeKeys.input(keys[index])
        let before = OutcomeKeys.input(keys[index - 1])
        if input != before, input - before >= resolution { break }
        index += 1
      }
      return index
    }
    let parts = RowChunks.map(rows: keys.count, columns: 1) { range in
      var violators = AdjacentViolators(resolution: resolution)
      for index in begin(range.lowerBound)..<max(begin(range.upperBound), begin(range.lowerBound)) {
        violators.add(
          OutcomeKeys.input(keys[index]), output: Double(keys[index] & 1), weight: 1)
      }
      return violators
    }
    var all = AdjacentViolators(resolution: resolution)
    for part in parts { all.add(part) }
    self = all.map()
  }
}
