/// The order of numbers that are not negative, in a time that grows with their number only.
enum RadixOrder {
  /// Positions of the values in ascending order; equal values keep their order.
  ///
  /// The bits of such numbers, read as an integer, are in the same order as the numbers.
  static func ascending(_ values: [Double]) -> [Int32] {
    precondition(values.count < Int(Int32.max), "\(values.count) values are too many to sort")
    guard values.count > 512 else {
      return values.indices.map { Int32($0) }.sorted {
        (values[Int($0)], $0) < (values[Int($1)], $1)
      }
    }
    // Adding 0 turns −0 into 0.
    var keys = values.map { ($0 + 0).bitPattern }
    var order = [Int32](unsafeUninitializedCapacity: values.count) { target, count in
      for index in values.indices { target[index] = Int32(index) }
      count = values.count
    }
    var otherKeys = [UInt64](repeating: 0, count: keys.count)
    var otherOrder = [Int32](repeating: 0, count: keys.count)
    let digitBits = 11
    for shift in stride(from: 0, to: 64, by: digitBits) {
      let didMove = pass(shift, digitBits, keys, order, &otherKeys, &otherOrder)
      guard didMove else { continue }
      swap(&keys, &otherKeys)
      swap(&order, &otherOrder)
    }
    return order
  }

  /// Sorts by one digit; false, with nothing moved, when all have the same.
  private static func pass(
    _ shift: Int, _ digitBits: Int, _ keys: [UInt64], _ order: [Int32],
    _ toKeys: inout [UInt64], _ toOrder: inout [Int32]
  ) -> Bool {
    let mask = UInt64(1 << digitBits - 1)
    var places = [Int](repeating: 0, count: 1 << digitBits)
    for key in keys { places[Int((key >> UInt64(shift)) & mask)] += 1 }
    if places.contains(keys.count) { return false }
    var next = 0
    for digit in places.indices {
      (places[digit], next) = (next, next + places[digit])
    }
    for index in keys.indices {
      let digit = Int((keys[index] >> UInt64(shift)) & mask)
      toKeys[places[digit]] = keys[index]
      toOrder[places[digit]] = order[index]
      places[digit] += 1
    }
    return true
  }
}
