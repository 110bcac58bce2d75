import Calibration

extension MersenneTwister {
  /// The shuffle of NumPy's legacy generator, with which the published long-tailed data sets were drawn: Fisher–Yates from the
  /// end, each index by masked rejection.
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, Int(integer(upTo: UInt32(last))))
    }
  }

  private mutating func integer(upTo bound: UInt32) -> UInt32 {
    let mask = UInt32.max >> UInt32(bound.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= bound { return value }
    }
  }
}
