/// A row of single-precision numbers in whole SIMD vectors, with room for the last one's padding.
struct FloatRow: ~Copyable {
  let count: Int
  let vectors: Int
  let values: UnsafeMutablePointer<FloatLanes>

  /// All values and the padding 0.
  init(count: Int) {
    self.init([], count: count, padding: 0)
  }

  /// The padding is what follows the numbers.
  init(_ numbers: [Double], padding: Float = 0) {
    self.init(numbers, count: numbers.count, padding: padding)
  }

  private init(_ numbers: [Double], count: Int, padding: Float) {
    self.count = count
    vectors = (count + FloatLanes.scalarCount - 1) / FloatLanes.scalarCount
    values = .allocate(capacity: vectors)
    values.initialize(repeating: FloatLanes(repeating: padding), count: vectors)
    for index in numbers.indices { scalars[index] = Float(numbers[index]) }
  }

  deinit {
    values.deallocate()
  }

  var scalars: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(values).assumingMemoryBound(to: Float.self)
  }

  /// Writes the numbers without the padding.
  @inline(__always)
  func store(to row: UnsafeMutablePointer<Float>) {
    row.update(from: scalars, count: count)
  }

  /// Adds the numbers to sums, and begins again at 0.
  func move(to sums: inout [Double]) {
    for index in 0..<count { sums[index] += Double(scalars[index]) }
    values.update(repeating: .zero, count: vectors)
  }
}
