/// The order of numbers; none of them is NaN.
enum RadixOrder {
  private struct Place: RadixSortable, BitwiseCopyable {
    let sortingKey: UInt64
    let index: Int32
  }

  /// Positions of the values in ascending order; equal values keep their order.
  ///
  /// The bits of numbers from 0 on, read as an integer, are in the same order as the numbers; those of negative ones are
  /// in the opposite order.
  static func ascending(_ values: [Double]) -> [Int32] {
    precondition(values.count < Int(Int32.max), "\(values.count) values are too many to sort")
    let sign: UInt64 = 1 << 63
    var places = values.indices.map {
      // Adding 0 turns −0 into 0.
      let bits = (values[$0] + 0).bitPattern
      return Place(
        sortingKey: bits < sign ? bits | sign : ~bits, index: Int32(truncatingIfNeeded: $0))
    }
    places.withUnsafeMutableBufferPointer { RadixSort.sort($0) }
    return places.map(\.index)
  }
}
