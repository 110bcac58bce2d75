import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// What framings make of pictures, beside torchvision on Pillow's pictures.
struct FramingTests {
  @Test(arguments: FramingFixtures.pictures)
  func `a picture is framed as torchvision frames it, byte for byte`(_ name: String) throws {
    let picture = try PictureDecoder.decode(path: FramingFixtures.path(name))
    let expected = try FramingFixtures.expected(of: name)
    #expect(expected.count >= 6)
    for (operation, pixels) in expected {
      let made = FramingFixtures.made(operation, of: picture)
      #expect(made.count == pixels.count)
      // Their difference, as two pictures in a message are thousands of numbers.
      #expect(zip(made, pixels).map { largestDifference($0, $1) }.max() == 0, "\(operation)")
    }
  }

  @Test(.enabled(if: realData != nil, "LONGTAIL_DATA names no folder with real data"))
  func `real pictures are framed as torchvision frames them`() throws {
    let folder = (realData ?? "") + "/imagefolder"
    let sums = try fixture("framing/real", as: [String: String].self)
    #expect(sums.count > 100)
    for (key, sum) in sums {
      let space = try #require(key.firstIndex(of: " "))
      let picture = try PictureDecoder.decode(path: folder + "/" + key[..<space])
      let made = FramingFixtures.made(String(key[key.index(after: space)...]), of: picture)
      let digest = ContentDigest()
      for pixels in made { pixels.withUnsafeBytes { digest.add($0) } }
      #expect(digest.hexadecimal() == sum, "\(key)")
    }
  }

  @Test func `five crops are the middle and the corners`() {
    let cuts = FiveCrop(shorterSide: 12).cuts(
      of: PictureSize(height: 24, width: 40),
      to: PictureFrame(PictureSize(height: 10, width: 10)))
    #expect(cuts.allSatisfy { $0.whole == PictureSize(height: 12, width: 20) })
    #expect(cuts.map(\.window.top) == [1, 0, 0, 2, 2])
    #expect(cuts.map(\.window.left) == [5, 0, 10, 0, 10])
    #expect(
      cuts[0]
        == ResizeCenterCrop(shorterSide: 12).cuts(
          of: PictureSize(height: 24, width: 40),
          to: PictureFrame(PictureSize(height: 10, width: 10)))[0])
  }

  @Test func `squared pictures are what they were before framings had names`() throws {
    // 31 × 40 of the older fixtures: Resize(16) makes 20 × 16, and the middle is cut out.
    let picture = try PictureFixtures.expected("source")
    let frame = PictureSize(height: 16, width: 16)
    let cut = SquaredFraming().cuts(of: picture.size, to: PictureFrame(frame))[0]
    #expect(cut.whole == PictureSize(height: 20, width: 16))
    #expect(
      picture.cut(cut)
        == picture.resized(height: 20, width: 16).part(
          PictureWindow(top: 2, left: 0, height: 16, width: 16)))
    let squashed = SquaredFraming().cuts(
      of: picture.size, to: PictureFrame(frame, fit: .squash))[0]
    #expect(picture.cut(squashed) == picture.resized(height: 16, width: 16))
  }

  @Test func `a smaller picture is scaled up`() {
    let frame = PictureFrame(PictureSize(height: 40, width: 40))
    let small = PictureSize(height: 17, width: 29)
    #expect(
      ResizeCenterCrop(shorterSide: 48).cuts(of: small, to: frame)[0].whole
        == PictureSize(height: 48, width: 81))
    var random = CounterBasedGenerator(seed: 1, stream: 1)
    let cut = RandomCrop(padding: 0).cut(of: small, to: frame.size, using: &random)
    #expect(cut.whole == PictureSize(height: 40, width: 68) && cut.window.height == 40)
    #expect(cut.result == frame.size)
  }

  @Test func `a random crop takes every place of a larger picture, and draws as on a square`() {
    let (whole, frame) = (PictureSize(height: 12, width: 15), PictureSize(height: 10, width: 10))
    let windows = (0..<400 as Range<UInt64>).map { stream in
      var random = CounterBasedGenerator(seed: 3, stream: stream)
      return RandomCrop(padding: 1).cut(of: whole, to: frame, using: &random).window
    }
    #expect(Set(windows.map(\.top)) == Set(-1...3))
    #expect(Set(windows.map(\.left)) == Set(-1...6))
    for stream in 0..<20 as Range<UInt64> {
      var (first, second) = (
        CounterBasedGenerator(seed: 3, stream: stream),
        CounterBasedGenerator(seed: 3, stream: stream)
      )
      let window = RandomCrop().cut(of: frame, to: frame, using: &first).window
      var picture = Picture(
        height: 10, width: 10, channels: 1, pixels: (0..<100).map { UInt8($0 + 1) })
      RandomCrop().apply(to: &picture, using: &second)
      let decoded = DecodedPicture(
        height: 10, width: 10, channels: 1, pixels: (0..<100).map { UInt8($0 + 1) })
      #expect(picture.pixels == decoded.part(window).pixels)
      #expect(first.next() == second.next())
    }
  }
}
