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

  /// Keys of all probabilities, class by class.
  /// - Parameters:
  ///   - predictions: labels are in range.
  ///   - temperature: of the softmax.
  ///   - precision: to which probabilities are rounded.
  /// - Returns: `[classes, samples]`, row-major.
  static func keysByClass(
    _ predictions: Predictions, temperature: Double, precision: Precision
  ) -> [UInt64] {
    let samples = predictions.logits.samples
    return [UInt64](unsafeUninitializedCapacity: samples * predictions.logits.classes) {
      target, count in
      _ = mapRows(predictions, temperature: temperature, precision: precision) { rows in
        rows { row, column, key in target[column * samples + row] = key }
      }
      count = samples * predictions.logits.classes
    }
  }

  /// Runs `body` for each range of rows, on all cores; it gets what visits the keys of its rows.
  /// - Returns: its results in the order of the rows.
  static func mapRows<Part>(
    _ predictions: Predictions, temperature: Double, precision: Precision,
    _ body: ((_ visit: (_ row: Int, _ column: Int, _ key: UInt64) -> Void) -> Void) -> Part
  ) -> [Part] {
    let classes = predictions.logits.classes
    return predictions.logits.withUnsafeValues { logits in
      RowChunks.map(rows: predictions.logits.samples, columns: classes) { rows in
        body { visit in
          guard let base = logits.baseAddress else { return }
          let buffer = RowBuffer(count: classes)
          withUnsafeTemporaryAllocation(of: Double.self, capacity: classes) { values in
            guard let first = values.baseAddress else { return }
            for row in rows {
              buffer.load(base + row * classes)
              buffer.softmax(scale: 1 / temperature, into: first)
              let label = predictions.labels[row]
              for column in 0..<classes {
                visit(row, column, key(precision.rounded(values[column]), isTrue: column == label))
              }
            }
          }
        }
      }
    }
  }
}

extension IsotonicMap {
  /// The least-squares fit to outcomes of equal weight.
  /// - Parameters:
  ///   - keys: of ``OutcomeKeys``, in any order, at least one; sorted on return.
  ///   - resolution: inputs closer than this become one point.
  init(fittingOutcomes keys: UnsafeMutableBufferPointer<UInt64>, resolution: Double) {
    var violators = AdjacentViolators(resolution: resolution)
    violators.add(sorting: keys)
    self = violators.map()
  }
}

extension AdjacentViolators {
  /// Continues with outcomes of equal weight, none below what was added so far.
  /// - Parameter keys: of ``OutcomeKeys``, in any order; sorted on return.
  mutating func add(sorting keys: UnsafeMutableBufferPointer<UInt64>) {
    RadixSort.sort(keys)
    let resolution = resolution
    func add(_ key: UInt64, to violators: inout AdjacentViolators) {
      violators.add(OutcomeKeys.input(key), output: Double(key & 1), weight: 1)
    }
    var first = 0
    while first < keys.count, isInPoint(OutcomeKeys.input(keys[first])) {
      add(keys[first], to: &self)
      first += 1
    }
    let rest = UnsafeMutableBufferPointer(rebasing: keys[first...])
    // Parts begin where a point does: after a gap of the resolution or more.
    func begin(_ index: Int) -> Int {
      var index = index
      while index > 0, index < rest.count {
        let input = OutcomeKeys.input(rest[index])
        let before = OutcomeKeys.input(rest[index - 1])
        if input != before, input - before >= resolution { break }
        index += 1
      }
      return index
    }
    let parts = RowChunks.map(rows: rest.count, columns: 1) { range in
      var violators = AdjacentViolators(resolution: resolution)
      for index in begin(range.lowerBound)..<max(begin(range.upperBound), begin(range.lowerBound)) {
        add(rest[index], to: &violators)
      }
      return violators
    }
    for part in parts { self.add(part) }
  }
}
