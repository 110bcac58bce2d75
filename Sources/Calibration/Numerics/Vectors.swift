/// Sums over long rows of numbers, four at a time.
enum Vectors {
  @inline(__always)
  static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    let left = UnsafeRawPointer(a)
    let right = UnsafeRawPointer(b)
    var first = SIMD4<Double>.zero
    var second = SIMD4<Double>.zero
    var index = 0
    while index + 8 <= count {
      let place = index * 8
      first +=
        left.loadUnaligned(fromByteOffset: place, as: SIMD4<Double>.self)
        * right.loadUnaligned(fromByteOffset: place, as: SIMD4<Double>.self)
      second +=
        left.loadUnaligned(fromByteOffset: place + 32, as: SIMD4<Double>.self)
        * right.loadUnaligned(fromByteOffset: place + 32, as: SIMD4<Double>.self)
      index += 8
    }
    var sum = (first + second).sum()
    while index < count {
      sum += a[index] * b[index]
      index += 1
    }
    return sum
  }
}
