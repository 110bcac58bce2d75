import CalibrationTesting
import Testing

@testable import Calibration

/// Sorting by digits.
struct RadixSortTests {
  @Test(arguments: [0, 1, 2, 30, 1000, 70_000, 300_000], [0, 20, 40, 60])
  func `the order is a comparison sort's, for few and many keys, even and skewed`(
    count: Int, zeros: UInt64
  ) {
    var random = SeededNumbers(seed: UInt64(count) &+ zeros)
    var keys = (0..<count).map { index -> UInt64 in
      // Most keys crowd at the low end.
      index % 5 == 0 ? random.next() : random.next() >> zeros
    }
    let expected = keys.sorted()
    keys.withUnsafeMutableBufferPointer { RadixSort.sort($0) }
    #expect(keys == expected)
  }

  @Test(arguments: [100, 100_000])
  func `equal keys stay as they are`(count: Int) {
    var keys = [UInt64](repeating: 7, count: count)
    keys.withUnsafeMutableBufferPointer { RadixSort.sort($0) }
    #expect(keys.allSatisfy { $0 == 7 } && keys.count == count)
  }
}
