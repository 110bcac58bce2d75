import Testing
import Torch

@testable import LongTail

@Test(arguments: [-15.0, -7.3, 0.01, 3.25, 14.999, 45, 90, 123.4])
func `rotation is Pillow's`(degrees: Double) throws {
  let source = try PictureFixtures.expected("square")
  var picture = Picture(height: 32, width: 32, channels: 3, pixels: source.pixels)
  picture.rotate(degrees: degrees)
  #expect(picture.pixels == (try PictureFixtures.expected("rotated \(degrees)").pixels))
}

@Test func `an oblong picture turns about its middle`() throws {
  let source = try PictureFixtures.expected("oblong")
  var picture = Picture(height: 10, width: 24, channels: 3, pixels: source.pixels)
  picture.rotate(degrees: 12.5)
  #expect(picture.pixels == (try PictureFixtures.expected("oblong rotated 12.5").pixels))
}

@Test func `angles stay within the limit`() {
  // At ±1 degree the pixels near the centre of a 9 × 9 picture cannot move.
  let pixels = (0..<81).map { UInt8($0) }
  for stream in 0..<100 as Range<UInt64> {
    var picture = Picture(height: 9, width: 9, channels: 1, pixels: pixels)
    var random = CounterBasedGenerator(seed: 1, stream: stream)
    Rotation(degrees: 1).apply(to: &picture, using: &random)
    #expect(picture.pixels[40] == 40 && picture.pixels[30] == 30)
  }
}
