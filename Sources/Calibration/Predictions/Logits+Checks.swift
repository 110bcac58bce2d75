extension Logits {
  /// Why a row cannot be logits.
  enum LogitFlaw {
    /// A value that is neither a number nor −∞.
    case value(Float, row: Int, column: Int)
    /// Every class is excluded.
    case noClass(row: Int)
  }

  /// What is wrong with the first row that is none of logits.
  var logitFlaw: LogitFlaw? {
    let classes = classes
    return withUnsafeValues { values in
      let found = RowChunks.map(rows: samples, columns: classes) { rows -> LogitFlaw? in
        guard let base = values.baseAddress else { return nil }
        let end = rows.upperBound * classes
        var index = rows.lowerBound * classes
        var excludes = false
        // NaN and +∞ are the two that are not below +∞.
        while index + FloatLanes.scalarCount <= end {
          let lanes = FloatLanes.load(base + index)
          if (.!(lanes .< .infinity)).isTrueSomewhere { break }
          if (lanes .== -.infinity).isTrueSomewhere { excludes = true }
          index += FloatLanes.scalarCount
        }
        let invalid = (index..<end).first { !(base[$0] < .infinity) }
        let checked = rows.lowerBound..<(invalid.map { $0 / classes } ?? rows.upperBound)
        if excludes || (index..<end).contains(where: { base[$0] == -.infinity }),
          let row = checked.first(where: {
            RowMaximum.value(base + $0 * classes, count: classes) == -.infinity
          })
        {
          return .noClass(row: row)
        }
        return invalid.map { .value(base[$0], row: $0 / classes, column: $0 % classes) }
      }
      return found.lazy.compactMap { $0 }.first
    }
  }

  /// Why a row cannot be probabilities.
  enum ProbabilityFlaw {
    /// A value outside [0, 1].
    case value(Float, row: Int, column: Int)
    /// A sum that is not one.
    case sum(Float, row: Int)
  }

  /// What is wrong with the first row that is no distribution, and whether a number lies a little outside
  /// [0, 1]; every number is looked at once.
  var probabilityCheck: (flaw: ProbabilityFlaw?, leavesRange: Bool) {
    let classes = classes
    return withUnsafeValues { values in
      guard let base = values.baseAddress else { return (nil, false) }
      let parts = RowChunks.map(rows: samples, columns: classes) {
        rows -> (row: Int?, leaves: Bool) in
        var leaves = false
        for row in rows {
          let found = Self.checked(base + row * classes, count: classes)
          // Half precision is off by some 0.001.
          guard found.areShares, abs(found.sum - 1) <= 0.005 else { return (row, leaves) }
          if found.leaveRange { leaves = true }
        }
        return (nil, leaves)
      }
      guard let row = parts.lazy.compactMap(\.row).first else {
        return (nil, parts.contains(where: \.leaves))
      }
      let column = (0..<classes).first {
        !Self.isShare(FloatLanes(repeating: base[row * classes + $0]))[0]
      }
      return (
        column.map { .value(base[row * classes + $0], row: row, column: $0) }
          ?? .sum(Self.checked(base + row * classes, count: classes).sum, row: row), false
      )
    }
  }

  /// What numbers outside [0, 1] may be, as " (…)".
  func reasonOutside(row: Int) -> String {
    let numbers = withUnsafeValues { $0[row * classes..<(row + 1) * classes].map { Double($0) } }
    guard numbers.allSatisfy(\.isFinite) else { return "" }
    let isPercent =
      numbers.allSatisfy { (0...100).contains($0) } && abs(numbers.reduce(0, +) - 100) < 5
    return isPercent ? " (are these percentages?)" : " (are these logits?)"
  }

  /// Why probabilities may sum to another number than 1, as " (…)".
  static func reason(sum: Float, classes: Int) -> String {
    // Each number is off by 0.005 at most when it has two decimals.
    abs(sum - 1) <= min(0.005 * Float(classes), 0.1) + 0.0001
      ? " (rounded? more decimals are needed)"
      : " (are these of classes that do not exclude each other, or a part of them?)"
  }

  /// The sum of a row, whether all its numbers may be shares, and whether one is a little less than 0 or more
  /// than 1.
  @inline(__always)
  private static func checked(
    _ row: UnsafePointer<Float>, count: Int
  ) -> (sum: Float, areShares: Bool, leaveRange: Bool) {
    var sum = FloatLanes.loadRest(of: row, count: count, padding: 0)
    var areShares = isShare(sum)
    var areInside = isInside(sum)
    var column = 0
    while column + FloatLanes.scalarCount <= count {
      let lanes = FloatLanes.load(row + column)
      sum += lanes
      areShares = areShares .& isShare(lanes)
      areInside = areInside .& isInside(lanes)
      column += FloatLanes.scalarCount
    }
    return (sum.total, !(.!areShares).isTrueSomewhere, (.!areInside).isTrueSomewhere)
  }

  /// Half precision is off by some 0.001, to either side.
  @inline(__always)
  private static func isShare(_ values: FloatLanes) -> SIMDMask<SIMD4<Int32>> {
    (values .>= -0.001) .& (values .<= 1.001)
  }

  @inline(__always)
  private static func isInside(_ values: FloatLanes) -> SIMDMask<SIMD4<Int32>> {
    (values .>= 0) .& (values .<= 1)
  }
}
