/// The largest value of a row and its first place.
enum RowMaximum {
  /// - Precondition: `count ≥ 1`, no NaN.
  @inline(__always)
  static func find<Scalar: SIMDScalar & BinaryFloatingPoint>(
    _ row: UnsafePointer<Scalar>, count: Int
  ) -> (index: Int, value: Scalar) {
    if Scalar.self == Float.self {
      let found = find(UnsafeRawPointer(row).assumingMemoryBound(to: Float.self), count: count)
      return (found.index, Scalar(found.value))
    }
    var highest = row[0]
    var index = 0
    if count >= 16 {
      // Four running maxima, so that one comparison need not wait for the last.
      var first = highest
      var second = highest
      var third = highest
      var fourth = highest
      while index + 4 <= count {
        first = row[index] > first ? row[index] : first
        second = row[index + 1] > second ? row[index + 1] : second
        third = row[index + 2] > third ? row[index + 2] : third
        fourth = row[index + 3] > fourth ? row[index + 3] : fourth
        index += 4
      }
      first = second > first ? second : first
      third = fourth > third ? fourth : third
      highest = third > first ? third : first
    }
    while index < count {
      highest = row[index] > highest ? row[index] : highest
      index += 1
    }
    var place = 0
    while place < count - 1, row[place] != highest { place += 1 }
    return (place, highest)
  }

  /// - Precondition: `count ≥ 1`, no NaN.
  @inline(__always)
  static func find(
    _ row: UnsafePointer<Float>, count: Int
  ) -> (index: Int, value: Float) {
    let highest = value(row, count: count)
    var place = 0
    while place + 4 <= count, !(FloatLanes.load(row + place) .== highest).isTrueSomewhere {
      place += 4
    }
    while place < count - 1, row[place] != highest { place += 1 }
    return (place, highest)
  }

  /// The largest value alone.
  /// - Precondition: `count ≥ 1`, no NaN.
  @inline(__always)
  static func value(_ row: UnsafePointer<Float>, count: Int) -> Float {
    guard count >= 4 else {
      var highest = row[0]
      for index in 1..<max(count, 1) { highest = row[index] > highest ? row[index] : highest }
      return highest
    }
    var first = FloatLanes.load(row)
    var second = first
    var index = 4
    while index + 8 <= count {
      first = FloatLanes.load(row + index).larger(first)
      second = FloatLanes.load(row + index + 4).larger(second)
      index += 8
    }
    if index + 4 <= count { first = FloatLanes.load(row + index).larger(first) }
    // The last four overlap those before: a maximum does not mind.
    return FloatLanes.load(row + count - 4).larger(first.larger(second)).largest
  }

  /// Whether a class is the one that `find(_:count:)` gives: the largest, the first one on ties.
  @inline(__always)
  static func isFirst(
    _ label: Int, of value: Float, in row: UnsafePointer<Float>
  ) -> Bool {
    guard row[label] == value else { return false }
    var place = 0
    while place + 4 <= label {
      if (FloatLanes.load(row + place) .== value).isTrueSomewhere { return false }
      place += 4
    }
    while place < label {
      if row[place] == value { return false }
      place += 1
    }
    return true
  }
}
