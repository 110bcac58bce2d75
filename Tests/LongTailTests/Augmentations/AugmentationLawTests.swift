import Testing
import Torch

@testable import LongTail

private func noise(_ seed: UInt64, channels: Int) -> Picture {
  var random = CounterBasedGenerator(seed: seed)
  let pixels = (0..<24 * 24 * channels).map { _ in UInt8(random.integer(below: 256)) }
  return Picture(height: 24, width: 24, channels: channels, pixels: pixels)
}

private func applied(
  _ augmentation: any Augmentation, stream: UInt64, channels: Int
) -> [UInt8] {
  var picture = noise(1, channels: channels)
  var random = CounterBasedGenerator(seed: 2, stream: stream)
  augmentation.apply(to: &picture, using: &random)
  return picture.pixels
}

@Test(arguments: 0..<Augmentations.all.count, [1, 3])
func `the same generator gives the same picture`(number: Int, channels: Int) throws {
  let augmentation = try #require(Augmentations.all[number].init() as? any Augmentation)
  let results = (0..<20).map { applied(augmentation, stream: $0, channels: channels) }
  #expect(results == (0..<20).map { applied(augmentation, stream: $0, channels: channels) })
  // A grey picture has no colour to lose.
  #expect(Set(results).count > 1 || augmentation is RandomGrayscale && channels == 1)
  #expect(results.allSatisfy { $0.count == 24 * 24 * channels })
}
