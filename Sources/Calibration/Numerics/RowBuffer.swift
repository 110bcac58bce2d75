/// One row of logits as `Double`, relative to its largest, padded for whole SIMD vectors.
///
/// The padding, and what was −∞, is a number so low that its exponential is 0 and its product with that
/// exponential as well: no kernel needs a remainder loop or a test for infinity.
struct RowBuffer: ~Copyable {
  typealias Lanes = SIMD4<Double>

  /// Stands for −∞.
  static let excluded = -1e30

  let count: Int
  let vectors: Int
  let values: UnsafeMutablePointer<Lanes>

  init(count: Int) {
    self.count = count
    vectors = (count + Lanes.scalarCount - 1) / Lanes.scalarCount
    values = .allocate(capacity: vectors)
    values.initialize(repeating: Lanes(repeating: Self.excluded), count: vectors)
  }

  deinit {
    values.deallocate()
  }

  private var scalars: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
  }

  /// Takes in a row. One in which all values are −∞ excludes every class alike: it becomes zeros.
  @inline(__always)
  func load(_ row: UnsafePointer<Float>) {
    let largest = RowMaximum.value(row, count: count)
    let scalars = scalars
    guard largest > -.infinity else {
      for index in 0..<count { scalars[index] = 0 }
      return
    }
    let shift = Double(largest)
    let whole = count / Lanes.scalarCount
    for vector in 0..<whole {
      let moved = Lanes(FloatLanes.load(row + vector * Lanes.scalarCount)) - shift
      values[vector] = moved.replacing(with: Self.excluded, where: moved .< Self.excluded)
    }
    for index in whole * Lanes.scalarCount..<count {
      scalars[index] = max(Double(row[index]) - shift, Self.excluded)
    }
  }

  /// Value of one class, relative to the largest of its row.
  subscript(index: Int) -> Double { scalars[index] }

  /// Writes softmax(scale · row) to `target`, which has `count` places.
  @inline(__always)
  func softmax(scale: Double, into target: UnsafeMutablePointer<Double>) {
    var sum = Lanes.zero
    for vector in 0..<(vectors - 1) {
      let raised = exponential(values[vector] * scale)
      UnsafeMutableRawPointer(target + vector * Lanes.scalarCount)
        .storeBytes(of: raised, as: Lanes.self)
      sum += raised
    }
    let last = exponential(values[vectors - 1] * scale)
    let begin = (vectors - 1) * Lanes.scalarCount
    for index in begin..<count { target[index] = last[index - begin] }
    let inverse = 1 / (sum + last).sum()
    for index in 0..<count { target[index] *= inverse }
  }

  /// Sum over classes of eᵛ, with v the row relative to its largest, times `scale`.
  @inline(__always)
  func total(scale: Double) -> Double {
    var sum = Lanes.zero
    for vector in 0..<vectors { sum += exponential(values[vector] * scale) }
    return sum.sum()
  }

  /// Sums over classes of eᵛ, v·eᵛ and v²·eᵛ, with v the row relative to its largest, times `scale`
  /// in the exponent only.
  @inline(__always)
  func moments(scale: Double) -> (zeroth: Double, first: Double, second: Double) {
    var zeroth = Lanes.zero
    var first = Lanes.zero
    var second = Lanes.zero
    for vector in 0..<vectors {
      let value = values[vector]
      let raised = exponential(value * scale)
      let product = raised * value
      zeroth += raised
      first += product
      second += product * value
    }
    return (zeroth.sum(), first.sum(), second.sum())
  }
}
