/// Dense products of rows in double precision.
enum DenseRow {
  @inline(__always)
  static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sum = LaneRow.Lanes.zero
    var index = 0
    while index + 4 <= count {
      sum +=
        UnsafeRawPointer(a + index).loadUnaligned(as: LaneRow.Lanes.self)
        * UnsafeRawPointer(b + index).loadUnaligned(as: LaneRow.Lanes.self)
      index += 4
    }
    var total = sum.sum()
    while index < count {
      total += a[index] * b[index]
      index += 1
    }
    return total
  }

  /// Adds a multiple of a row to another.
  @inline(__always)
  static func add(
    _ factor: Double, _ a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>, count: Int
  ) {
    var index = 0
    while index + 4 <= count {
      let sum =
        UnsafeRawPointer(b + index).loadUnaligned(as: LaneRow.Lanes.self)
        + UnsafeRawPointer(a + index).loadUnaligned(as: LaneRow.Lanes.self) * factor
      UnsafeMutableRawPointer(b + index).storeBytes(of: sum, as: LaneRow.Lanes.self)
      index += 4
    }
    while index < count {
      b[index] += factor * a[index]
      index += 1
    }
  }
}
