/// Feature vectors of one width, by position. Selecting some of them copies none.
public struct FeatureStore: Sendable {
  /// Numbers in each vector.
  public let width: Int
  private let values: [Float]
  private let rows: [Int]

  /// - Precondition: `values` holds whole vectors.
  public init(width: Int, values: [Float]) {
    precondition(
      width > 0 && values.count % width == 0,
      "\(values.count) numbers are no whole number of vectors of width \(width)")
    self.init(width: width, values: values, rows: Array(0..<values.count / width))
  }

  private init(width: Int, values: [Float], rows: [Int]) {
    self.width = width
    self.values = values
    self.rows = rows
  }

  /// Vectors in the store.
  public var count: Int { rows.count }

  /// Writes one vector.
  /// - Parameters:
  ///   - position: which vector, in `0 ..< count`.
  ///   - buffer: `width` numbers.
  public func copyFeatures(at position: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(buffer.count == width, "\(buffer.count) numbers for a vector of width \(width)")
    let start = rows[position] * width
    values.withUnsafeBufferPointer { all in
      for index in 0..<width { buffer[index] = all[start + index] }
    }
  }

  /// The vectors at some positions, in that order; nothing is copied.
  public func selecting(_ positions: [Int]) -> FeatureStore {
    FeatureStore(width: width, values: values, rows: positions.map { rows[$0] })
  }
}
