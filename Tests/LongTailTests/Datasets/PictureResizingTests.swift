import Testing
import Torch

@testable import LongTail

private func source() throws -> DecodedPicture {
  try PictureFixtures.expected("source")
}

@Test(arguments: [(31, 12), (8, 8), (64, 64), (5, 77), (31, 39), (30, 41)])
func `resizing is Pillow's`(width: Int, height: Int) throws {
  let expected = try PictureFixtures.expected("resized-\(width)x\(height)")
  #expect(try source().resized(height: height, width: width) == expected)
}

@Test(arguments: [(31, 12), (8, 8), (64, 64), (5, 77), (31, 39), (30, 41)])
func `bicubic resizing is Pillow's`(width: Int, height: Int) throws {
  let expected = try PictureFixtures.expected("bicubic-\(width)x\(height)")
  let made = try source().resized(height: height, width: width, filter: .cubic)
  #expect(made == expected)
  #expect(made != (try source().resized(height: height, width: width)))
}

@Test func `a frame's filter is that of every cut, drawn or not`() throws {
  let picture = try source()
  let frame = PictureFrame(PictureSize(height: 16, width: 16), filter: .bicubic)
  let whole = picture.resized(height: 20, width: 16, filter: .cubic)
  let middle = whole.part(PictureWindow(top: 2, left: 0, height: 16, width: 16))
  #expect(picture.fitted(frame) == middle)
  let looks = FramedPictures(
    source: DecodedPictures(pictures: [picture]), frame: frame, framing: SquaredFraming())
  #expect(try looks.looks(0, most: 1) == [middle])
  var random = CounterBasedGenerator(seed: 1, stream: 2)
  let training = TrainingFraming(framing: NativeFraming(), frame: frame)
  let drawn = training.cut(
    of: picture.size, for: BatchView(augmentations: [RandomResizedCrop()]), using: &random)
  #expect(drawn.filter == .bicubic)
  #expect(frame.words(afterShorterSide: 16).contains("bicubic"))
}

@Test func `fitting cuts the middle out of the resized picture`() throws {
  let picture = try source()  // 40 × 31
  let fitted = picture.fitted(height: 16, width: 16, fit: .crop)
  // torchvision: Resize(16) makes 20 × 16 of 40 × 31; CenterCrop(16) leaves out two rows on each side.
  let resized = picture.resized(height: 20, width: 16)
  #expect(fitted.pixels == Array(resized.pixels[(2 * 16 * 3)..<(18 * 16 * 3)]))
  let squashed = picture.fitted(height: 16, width: 16, fit: .squash)
  #expect(squashed == picture.resized(height: 16, width: 16))
}

@Test func `a picture of the right size is left alone`() throws {
  let picture = try source()
  #expect(picture.fitted(height: 40, width: 31, fit: .crop) == picture)
}

@Test func `a grey picture keeps its one channel`() throws {
  let picture = DecodedPicture(height: 1, width: 4, channels: 1, pixels: [0, 100, 200, 50])
  #expect(picture.resized(height: 1, width: 2).channels == 1)
  #expect(picture.fitted(height: 2, width: 2, fit: .crop).pixels.count == 4)
}

@Test(arguments: [(7, 5), (1, 9), (6, 1), (11, 20)])
func `channels are resized alike, together or each alone`(height: Int, width: Int) {
  var random = CounterBasedGenerator(seed: UInt64(height), stream: UInt64(width))
  let pixels = (0..<height * width * 3).map { _ in UInt8(random.uniform() * 256) }
  let whole = DecodedPicture(height: height, width: width, channels: 3, pixels: pixels)
  for filter in [PictureResizing.Filter.triangle, .cubic, .box] {
    let made = whole.resized(height: 3, width: 4, filter: filter)
    for channel in 0..<3 {
      let own = DecodedPicture(
        height: height, width: width, channels: 1,
        pixels: stride(from: channel, to: pixels.count, by: 3).map { pixels[$0] }
      ).resized(height: 3, width: 4, filter: filter)
      #expect(
        own.pixels == stride(from: channel, to: made.pixels.count, by: 3).map { made.pixels[$0] })
    }
  }
}
