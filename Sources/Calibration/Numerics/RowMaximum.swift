/// The largest value of a row and its first place.
enum RowMaximum {
  /// - Precondition: `count ≥ 1`, no NaN.
  @inline(__always)
  static func find<Scalar: SIMDScalar & BinaryFloatingPoint>(
    _ row: UnsafePointer<Scalar>, count: Int
  ) -> (index: Int, value: Scalar) {
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
    while row[place] != highest { place += 1 }
    return (place, highest)
  }
}
