import Foundation

/// Numbers that are appended row by row and handed over without a copy.
struct GrowingNumbers: ~Copyable {
  private var base: UnsafeMutablePointer<Double>
  private var capacity: Int
  private var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// Room for a row, which the caller fills before the next one.
  @inline(__always)
  mutating func append(count added: Int) -> UnsafeMutablePointer<Double> {
    if count + added > capacity { grow(to: max(2 * capacity, count + added)) }
    let row = base + count
    count += added
    return row
  }

  private mutating func grow(to wanted: Int) {
    let larger = UnsafeMutablePointer<Double>.allocate(capacity: wanted)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }

  /// The bytes of all numbers.
  consuming func finished() -> Data {
    let data = Data(
      bytesNoCopy: base, count: count * MemoryLayout<Double>.size,
      deallocator: .custom { address, _ in address.deallocate() })
    discard self
    return data
  }
}
