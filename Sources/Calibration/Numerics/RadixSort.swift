/// Something that is sorted by an integer.
protocol RadixSortable {
  var sortingKey: UInt64 { get }
}

extension UInt64: RadixSortable {
  var sortingKey: UInt64 { self }
}

/// Sorts by the leading digits of keys, part by part, in a time that grows with their number only.
///
/// Stable: what is equal keeps its order. The result does not depend on the number of cores.
enum RadixSort {
  /// Below this count, insertion is faster than counting.
  private static let small = 24
  private static let largestDigit = 11

  /// Sorts in place, with as much memory again while it runs, on all cores for large arrays.
  static func sort<Element: RadixSortable & BitwiseCopyable>(
    _ elements: UnsafeMutableBufferPointer<Element>
  ) {
    guard let data = elements.baseAddress, elements.count > 1 else { return }
    let other = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
    defer { other.deallocate() }
    sort(data, other, elements.count)
  }

  private static func sort<Element: RadixSortable & BitwiseCopyable>(
    _ data: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int
  ) {
    guard count >= 1 << 16 else {
      sort(data, other, count, isWantedInData: true)
      return
    }
    // Each core counts and moves its own range; all places are known before anything moves.
    let parts = RowChunks.map(rows: count, columns: 1) {
      Digit.bounds(data + $0.lowerBound, $0.count)
    }
    let bounds = parts.reduce((low: UInt64.max, high: UInt64(0))) {
      (min($0.low, $1.low), max($0.high, $1.high))
    }
    guard bounds.low < bounds.high else { return }
    let digit = Digit(low: bounds.low, high: bounds.high, bits: largestDigit)
    let ranges = RowChunks.ranges(rows: count, columns: 1)
    let counts = RowChunks.map(rows: count, columns: 1) { range in
      var counts = [Int](repeating: 0, count: digit.values)
      for index in range { counts[digit(data[index].sortingKey)] += 1 }
      return counts
    }
    var begins = [Int](repeating: 0, count: digit.values + 1)
    var places = counts
    var next = 0
    for value in 0..<digit.values {
      begins[value] = next
      for part in ranges.indices {
        places[part][value] = next
        next += counts[part][value]
      }
    }
    begins[digit.values] = next
    _ = RowChunks.map(rows: count, columns: 1) { range in
      var places = places[range.lowerBound / ranges[0].count]
      for index in range {
        let value = digit(data[index].sortingKey)
        other[places[value]] = data[index]
        places[value] += 1
      }
    }
    // Digit by digit; neighbours together, so that parts are not too small.
    _ = RowChunks.map(rows: digit.values, columns: 1 << 14 / 16) { values in
      for value in values {
        let begin = begins[value]
        sort(other + begin, data + begin, begins[value + 1] - begin, isWantedInData: false)
      }
    }
  }

  /// Sorts what lies in `data`; `other` has as many places. The result lies where it is wanted.
  private static func sort<Element: RadixSortable & BitwiseCopyable>(
    _ data: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int,
    isWantedInData: Bool
  ) {
    guard count > small else {
      insertionSort(data, count)
      if !isWantedInData { other.update(from: data, count: count) }
      return
    }
    let (low, high) = Digit.bounds(data, count)
    guard low < high else {
      if !isWantedInData { other.update(from: data, count: count) }
      return
    }
    let size = Int.bitWidth - count.leadingZeroBitCount
    let digit = Digit(low: low, high: high, bits: min(max(size - 4, 1), largestDigit))
    withUnsafeTemporaryAllocation(of: Int.self, capacity: digit.values) { places in
      places.initialize(repeating: 0)
      for index in 0..<count { places[digit(data[index].sortingKey)] += 1 }
      var next = 0
      for value in 0..<digit.values { (places[value], next) = (next, next + places[value]) }
      for index in 0..<count {
        let value = digit(data[index].sortingKey)
        other[places[value]] = data[index]
        places[value] += 1
      }
      // Each place is now where the next digit begins.
      var begin = 0
      for value in 0..<digit.values {
        let end = places[value]
        if end > begin {
          sort(other + begin, data + begin, end - begin, isWantedInData: !isWantedInData)
        }
        begin = end
      }
    }
  }

  private static func insertionSort<Element: RadixSortable & BitwiseCopyable>(
    _ data: UnsafeMutablePointer<Element>, _ count: Int
  ) {
    for index in 1..<max(count, 1) {
      let element = data[index]
      let key = element.sortingKey
      var place = index
      while place > 0, data[place - 1].sortingKey > key {
        data[place] = data[place - 1]
        place -= 1
      }
      data[place] = element
    }
  }

  /// The leading bits in which keys between two bounds differ.
  private struct Digit: Sendable {
    let low: UInt64
    let shift: UInt64
    /// One more than the largest digit.
    let values: Int

    init(low: UInt64, high: UInt64, bits: Int) {
      self.low = low
      let width = UInt64.bitWidth - (high - low).leadingZeroBitCount
      shift = UInt64(max(width - bits, 0))
      values = Int((high - low) >> shift) + 1
    }

    @inline(__always)
    func callAsFunction(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &- low) &>> shift) }

    @inline(__always)
    static func bounds<Element: RadixSortable>(
      _ data: UnsafePointer<Element>, _ count: Int
    ) -> (low: UInt64, high: UInt64) {
      var low = UInt64.max
      var high: UInt64 = 0
      for index in 0..<count {
        let key = data[index].sortingKey
        low = key < low ? key : low
        high = key > high ? key : high
      }
      return (low, high)
    }
  }
}
