/// The order of numbers that are not negative.
enum RadixOrder {
  private struct Place: RadixSortable, BitwiseCopyable {
    let sortingKey: UInt64
    let index: Int32
  }

  /// Positions of the values in ascending order; equal values keep their order.
  ///
  /// The bits of such numbers, read as an integer, are in the same order as the numbers.
  static func ascending(_ values: [Double]) -> [Int32] {
    precondition(values.count < Int(Int32.max), "\(values.count) values are too many to sort")
    var places = values.indices.map {
      // Adding 0 turns −0 into 0.
      Place(sortingKey: (values[$0] + 0).bitPattern, index: Int32(truncatingIfNeeded: $0))
    }
    places.withUnsafeMutableBufferPointer { RadixSort.sort($0) }
    return places.map(\.index)
  }
}
