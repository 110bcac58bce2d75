import Foundation

/// A row of `Double`s in whole SIMD vectors, with room for the last one's padding.
struct LaneRow: ~Copyable {
  typealias Lanes = SIMD4<Double>

  let count: Int
  let vectors: Int
  let values: UnsafeMutablePointer<Lanes>

  /// All values and the padding alike.
  init(count: Int, repeating value: Double = 0) {
    self.count = count
    vectors = (count + Lanes.scalarCount - 1) / Lanes.scalarCount
    values = .allocate(capacity: vectors)
    values.initialize(repeating: Lanes(repeating: value), count: vectors)
  }

  /// The padding is what follows the numbers.
  init(_ numbers: [Double], padding: Double = 0) {
    self.init(count: numbers.count, repeating: padding)
    for index in numbers.indices { scalars[index] = numbers[index] }
  }

  deinit {
    values.deallocate()
  }

  var scalars: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
  }

  var array: [Double] { Array(UnsafeBufferPointer(start: scalars, count: count)) }

  /// Takes in a row of single-precision numbers; the padding stays.
  @inline(__always)
  func load(_ row: UnsafePointer<Float>) {
    let whole = count / Lanes.scalarCount
    for vector in 0..<whole {
      values[vector] = Lanes(FloatLanes.load(row + vector * Lanes.scalarCount))
    }
    let scalars = scalars
    for index in whole * Lanes.scalarCount..<count { scalars[index] = Double(row[index]) }
  }

  /// Writes the numbers in single precision.
  @inline(__always)
  func store(to row: UnsafeMutablePointer<Float>) {
    let whole = count / Lanes.scalarCount
    for vector in 0..<whole {
      UnsafeMutableRawPointer(row + vector * Lanes.scalarCount)
        .storeBytes(of: FloatLanes(values[vector]), as: FloatLanes.self)
    }
    let scalars = scalars
    for index in whole * Lanes.scalarCount..<count { row[index] = Float(scalars[index]) }
  }

  /// Replaces scores, padded with numbers below all of them, by their softmax.
  /// - Returns: log Σ eᵛ.
  @inline(__always)
  func becomeSoftmax() -> Double { Self.softmax(values, vectors: vectors) }

  /// The same for vectors anywhere.
  @inline(__always)
  @discardableResult
  static func softmax(_ values: UnsafeMutablePointer<Lanes>, vectors: Int) -> Double {
    var highest = values[0]
    for vector in 1..<max(vectors, 1) {
      highest.replace(with: values[vector], where: values[vector] .> highest)
    }
    let left = highest[0] > highest[1] ? highest[0] : highest[1]
    let right = highest[2] > highest[3] ? highest[2] : highest[3]
    let top = left > right ? left : right
    var sum = Lanes.zero
    for vector in 0..<vectors {
      let raised = exponential(values[vector] - top)
      values[vector] = raised
      sum += raised
    }
    let total = sum.sum()
    let inverse = 1 / total
    for vector in 0..<vectors { values[vector] *= inverse }
    return top + log(total)
  }
}
