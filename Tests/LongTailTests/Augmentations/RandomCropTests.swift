import Testing
import Torch

@testable import LongTail

@Test func `every offset is drawn about equally often`() {
  var offsets: [[Int]: Int] = [:]
  for stream in 0..<8100 as Range<UInt64> {
    var picture = Picture(
      height: 8, width: 8, channels: 1, pixels: [UInt8](repeating: 1, count: 64))
    var random = CounterBasedGenerator(seed: 1, stream: stream)
    RandomCrop().apply(to: &picture, using: &random)
    offsets[[picture.placement.shiftX, picture.placement.shiftY], default: 0] += 1
  }
  // 9 × 9 offsets, 100 draws each: five deviations either way.
  #expect(offsets.count == 81)
  #expect(offsets.values.allSatisfy { abs($0 - 100) < 50 })
}

@Test func `the crop is a window of the padded picture`() {
  let pixels = (0..<64).map { UInt8($0 + 1) }
  for stream in 0..<30 as Range<UInt64> {
    var picture = Picture(height: 8, width: 8, channels: 1, pixels: pixels)
    var random = CounterBasedGenerator(seed: 3, stream: stream)
    RandomCrop(padding: 2).apply(to: &picture, using: &random)
    let (x, y) = (picture.placement.shiftX, picture.placement.shiftY)
    let expected = (0..<64).map { index -> UInt8 in
      let (row, column) = (index / 8 + y, index % 8 + x)
      return 0..<8 ~= row && 0..<8 ~= column ? UInt8(row * 8 + column + 1) : 0
    }
    #expect(picture.pixels == expected)
  }
}
