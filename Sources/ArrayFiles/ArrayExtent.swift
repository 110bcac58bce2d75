/// Arithmetic on shapes that come from files and may be hostile.
enum ArrayExtent {
  /// NumPy's own limit on the number of axes.
  static let maximumRank = 64

  /// Bytes of an array, nil when an extent is negative or a product leaves `Int`.
  ///
  /// An overflow counts even when a later extent is 0: `NumericArray.count` would trap on it.
  static func byteCount(shape: [Int], elementType: ElementType) -> Int? {
    var count = 1
    for extent in shape {
      guard extent >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      count = product
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: elementType.byteCount)
    return overflow ? nil : bytes
  }
}
