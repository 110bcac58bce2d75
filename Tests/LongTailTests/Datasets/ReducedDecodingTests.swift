import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// JPEG files decoded at a fraction of their size: never smaller than what a framing asks for.
struct ReducedDecodingTests {
  /// 300 × 420, and the same pixels with an orientation that turns them.
  private static let large = FramingFixtures.path("large.jpg")
  private static let turned = FramingFixtures.path("large-turned.jpg")

  private func cut(
    _ path: String, _ framing: any Framing, side: Int, _ reduction: PictureFiles.Reduction
  ) throws -> CutPicture {
    let frame = PictureFrame(PictureSize(height: side, width: side))
    return try PictureFiles(paths: [path], reduction: reduction).picture(0) {
      framing.cuts(of: $0, to: frame)
    }
  }

  @Test(arguments: [
    (300, 1), (151, 1), (150, 2), (76, 2), (75, 4), (38, 4), (37, 8), (8, 8),
  ])
  func `the decoded size is the smallest that is not below the shorter side`(
    _ shorterSide: Int, _ divisor: Int
  ) throws {
    for (path, height, width) in [(Self.large, 300, 420), (Self.turned, 420, 300)] {
      let framing = ResizeCenterCrop(shorterSide: shorterSide)
      let found = try cut(path, framing, side: 8, .toWhatIsAsked)
      #expect(
        found.picture.size
          == PictureSize(
            height: (height + divisor - 1) / divisor, width: (width + divisor - 1) / divisor))
      #expect(min(found.picture.height, found.picture.width) >= shorterSide)
      #expect(try cut(path, framing, side: 8, .none).picture.size.height == height)
    }
  }

  @Test func `a part shrinks with the picture, and stays at least as large as the frame`() {
    let picture = PictureSize(height: 1201, width: 1607)
    let frame = PictureSize(height: 224, width: 224)
    var divisors: Set<Int> = []
    for side in stride(from: 100, through: 1200, by: 37) {
      let window = PictureWindow(top: 1201 - side, left: 5, height: side, width: side + 300)
      let cut = PictureCut(whole: picture, window: window, result: frame)
      let divisor = cut.divisor(of: picture)
      divisors.insert(divisor)
      let smaller = PictureSize(
        height: (1201 + divisor - 1) / divisor, width: (1607 + divisor - 1) / divisor)
      let shrunk = cut.shrunk(from: picture, to: smaller)
      #expect(side < 224 || shrunk.window.height >= 224)
      #expect(shrunk.window.top + shrunk.window.height <= smaller.height)
      #expect(shrunk.whole == smaller && shrunk.result == frame)
      #expect(divisor == 8 || side < 2 * divisor * 224)
    }
    #expect(divisors == [1, 2, 4])
  }

  @Test func `reduced pictures are nearly the others, and PNG is not touched`() throws {
    let framing = FiveCrop(shorterSide: 64)
    let whole = try cut(Self.turned, framing, side: 56, .none)
    let reduced = try cut(Self.turned, framing, side: 56, .toWhatIsAsked)
    #expect(reduced.picture.size == PictureSize(height: 105, width: 75))
    for look in 0..<5 {
      let pair = zip(whole.made(look).pixels, reduced.made(look).pixels)
      let differences = pair.map { abs(Int($0) - Int($1)) }
      #expect(differences.reduce(0, +) < 3 * differences.count)
    }
    let png = FramingFixtures.path("tall.png")
    #expect(
      try cut(png, framing, side: 8, .toWhatIsAsked).picture
        == cut(png, framing, side: 8, .none).picture)
  }

  /// Prints how long both ways take, side by side; nothing is asked of the times.
  @Test func `both ways are timed side by side`() throws {
    var seconds: [Double] = []
    for reduction in [PictureFiles.Reduction.none, .toWhatIsAsked] {
      let start = Date()
      for _ in 0..<60 {
        let found = try cut(Self.large, ResizeCenterCrop(shorterSide: 72), side: 64, reduction)
        #expect(found.made(0).size == PictureSize(height: 64, width: 64))
      }
      seconds.append(Date().timeIntervalSince(start) / 60)
    }
    print(
      String(
        format: "a JPEG of 420×300 for a cut of 64: %.2f ms whole, %.2f ms reduced",
        seconds[0] * 1000, seconds[1] * 1000))
  }
}
