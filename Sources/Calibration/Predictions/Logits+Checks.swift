extension Logits {
  /// The first value, by rows, that is neither a number nor −∞, and where it is.
  var firstInvalidLogit: (value: Float, row: Int, column: Int)? {
    withUnsafeValues { values in
      let found = RowChunks.map(rows: samples, columns: classes) { rows -> Int? in
        guard let base = values.baseAddress else { return nil }
        let end = rows.upperBound * classes
        var index = rows.lowerBound * classes
        // NaN and +∞ are the two that are not below +∞.
        while index + FloatLanes.scalarCount <= end {
          if (.!(FloatLanes.load(base + index) .< .infinity)).isTrueSomewhere { break }
          index += FloatLanes.scalarCount
        }
        return (index..<end).first { !(base[$0] < .infinity) }
      }
      return found.lazy.compactMap { $0 }.first.map {
        (values[$0], $0 / classes, $0 % classes)
      }
    }
  }

  /// Why a row cannot be probabilities.
  enum ProbabilityFlaw {
    /// A value outside [0, 1].
    case value(Float, row: Int, column: Int)
    /// A sum that is not one.
    case sum(Float, row: Int)
  }

  /// What is wrong with the first row that is no distribution; every number is looked at once.
  var probabilityFlaw: ProbabilityFlaw? {
    let classes = classes
    return withUnsafeValues { values in
      guard let base = values.baseAddress else { return nil }
      let rows = RowChunks.map(rows: samples, columns: classes) { rows in
        rows.first { !Self.isDistribution(base + $0 * classes, count: classes) }
      }
      guard let row = rows.lazy.compactMap({ $0 }).first else { return nil }
      let column = (0..<classes).first {
        !Self.isShare(FloatLanes(repeating: base[row * classes + $0]))[0]
      }
      return column.map { .value(base[row * classes + $0], row: row, column: $0) }
        ?? .sum(Self.checked(base + row * classes, count: classes).sum, row: row)
    }
  }

  @inline(__always)
  private static func isDistribution(_ row: UnsafePointer<Float>, count: Int) -> Bool {
    let (sum, areShares) = checked(row, count: count)
    // Half precision is off by some 0.001.
    return areShares && abs(sum - 1) <= 0.005
  }

  @inline(__always)
  private static func checked(
    _ row: UnsafePointer<Float>, count: Int
  ) -> (sum: Float, areShares: Bool) {
    var sum = FloatLanes.loadRest(of: row, count: count, padding: 0)
    var areShares = isShare(sum)
    var column = 0
    while column + FloatLanes.scalarCount <= count {
      let lanes = FloatLanes.load(row + column)
      sum += lanes
      areShares = areShares .& isShare(lanes)
      column += FloatLanes.scalarCount
    }
    return (sum.total, !(.!areShares).isTrueSomewhere)
  }

  /// Half precision is off by some 0.001.
  @inline(__always)
  private static func isShare(_ values: FloatLanes) -> SIMDMask<SIMD4<Int32>> {
    (values .>= 0) .& (values .<= 1.001)
  }
}
