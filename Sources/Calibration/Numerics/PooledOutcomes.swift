/// The probabilities of all classes with their outcomes, of equal weight, range by range from the lowest on: an array
/// of all of them, and one to sort it with, would take four times the memory of the logits.
struct PooledOutcomes {
  /// Keys that are in memory at once, unless more share their leading bits.
  static let mostKeys = 3 << 22
  /// How many bits of a key follow the leading ones.
  private static let rest: UInt64 = 48

  private let predictions: Predictions
  private let temperature: Double
  private let precision: Precision

  /// - Parameters:
  ///   - predictions: labels are in range, at least one sample.
  ///   - temperature: of the softmax.
  ///   - precision: to which probabilities are rounded.
  init(_ predictions: Predictions, temperature: Double, precision: Precision) {
    self.predictions = predictions
    self.temperature = temperature
    self.precision = precision
  }

  /// The least-squares fit of a function that never falls; the same however many keys are in memory at once.
  func map(resolution: Double, mostKeys: Int = Self.mostKeys) -> IsotonicMap {
    var violators = AdjacentViolators(resolution: resolution)
    for range in ranges(mostKeys: mostKeys) {
      var keys = keys(range)
      keys.withUnsafeMutableBufferPointer { violators.add(sorting: $0) }
    }
    return violators.map()
  }

  /// Ranges of leading bits, ascending, that hold so many keys at most, or the keys of one value.
  private func ranges(mostKeys: Int) -> [Range<UInt64>] {
    let values = Int(UInt64.max >> Self.rest) + 1
    let total = predictions.logits.samples * predictions.logits.classes
    guard total > mostKeys else { return [0..<UInt64(values)] }
    var counts = [Int](repeating: 0, count: values)
    let parts = OutcomeKeys.mapRows(
      predictions, temperature: temperature, precision: precision
    ) { visitAll in
      var own = [Int32](repeating: 0, count: values)
      visitAll { _, _, key in own[Int(key >> Self.rest)] += 1 }
      return own
    }
    for part in parts { for (value, count) in part.enumerated() { counts[value] += Int(count) } }
    var ranges: [Range<UInt64>] = []
    var begin = 0
    var held = 0
    for value in 0..<values {
      if held > 0, held + counts[value] > mostKeys {
        ranges.append(UInt64(begin)..<UInt64(value))
        begin = value
        held = 0
      }
      held += counts[value]
    }
    return ranges + [UInt64(begin)..<UInt64(values)]
  }

  /// The keys with leading bits in a range, row by row.
  private func keys(_ range: Range<UInt64>) -> [UInt64] {
    OutcomeKeys.mapRows(
      predictions, temperature: temperature, precision: precision
    ) { visitAll in
      var own: [UInt64] = []
      visitAll { _, _, key in
        if range.contains(key >> Self.rest) { own.append(key) }
      }
      return own
    }.flatMap { $0 }
  }
}
