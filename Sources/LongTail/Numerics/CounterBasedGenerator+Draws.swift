public import Torch

extension CounterBasedGenerator {
  /// An integer in `0 ..< bound`, each equally likely.
  ///
  /// Written out instead of `Int.random(in:using:)`, whose algorithm may change with the standard
  /// library, and with it every result.
  /// - Precondition: `bound ≥ 1`.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound >= 1, "no integer lies below \(bound) and not below 0")
    let bound = UInt64(bound)
    // Lemire's method: the high word of a product is uniform once the few low words that would
    // favour some results are rejected.
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// `0 ..< count` in random order (Fisher–Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Puts the elements in random order (Fisher–Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }
}
