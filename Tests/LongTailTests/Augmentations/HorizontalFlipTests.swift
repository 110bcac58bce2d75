import Testing
import Torch

@testable import LongTail

@Test func `half of the pictures are flipped`() {
  let flipped = (0..<2000 as Range<UInt64>).count { stream in
    var picture = Picture(height: 1, width: 2, channels: 1, pixels: [1, 2])
    var random = CounterBasedGenerator(seed: 1, stream: stream)
    HorizontalFlip().apply(to: &picture, using: &random)
    return picture.pixels == [2, 1]
  }
  #expect(abs(flipped - 1000) < 112)
}
