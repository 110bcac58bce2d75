import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

@Test(arguments: [
  "rgb.png", "grey.png", "rgba.png", "grey-alpha.png", "one-bit.png", "palette.png",
  "palette-transparent.png", "grey-16.png", "turned.png", "baseline.jpg", "progressive.jpg",
  "grey.jpg", "cmyk.jpg", "orientation-1.jpg", "orientation-2.jpg", "orientation-3.jpg",
  "orientation-4.jpg", "orientation-5.jpg", "orientation-6.jpg", "orientation-7.jpg",
  "orientation-8.jpg", "rgb-gamma.png", "grey-gamma.png", "palette-gamma.png", "rgba-gamma.png",
  "grey-16-gamma.png", "rgb-wide.png", "junk-before-tables.jpg", "junk-before-frame.jpg",
  "junk-before-scan.jpg", "junk-before-orientation.jpg",
])
func `a picture is decoded as Pillow decodes it`(name: String) throws {
  let expected = try PictureFixtures.expected(name)
  let picture = try PictureDecoder.decode(path: PictureFixtures.path(name))
  #expect(picture.height == expected.height && picture.width == expected.width)
  // PNG is exact. Two versions of libjpeg may differ by one level.
  let allowed = name.hasSuffix(".png") ? 0 : 1
  #expect(largestDifference(picture.pixels, expected.pixels) <= allowed)
  let size = try PictureDecoder.size(path: PictureFixtures.path(name))
  #expect(size == (picture.height, picture.width))
}

@Test(arguments: ["rgb.png", "palette.png", "baseline.jpg", "progressive.jpg", "turned.png"])
func `every truncation is refused or whole`(name: String) throws {
  let whole = try Data(contentsOf: URL(filePath: PictureFixtures.path(name)))
  let picture = try PictureDecoder.decode(path: PictureFixtures.path(name))
  let folder = try TemporaryFolder()
  for (count, bytes) in HostileInput.truncations(of: whole).enumerated() {
    let path = try folder.file("cut", bytes)
    do {
      let decoded = try PictureDecoder.decode(path: path)
      // Only what comes after the last pixel may be missing.
      let isWhole = decoded == picture
      #expect(isWhole, "the first \(count) of \(whole.count) bytes")
    } catch let problem as FileProblem {
      #expect(problem.path == path)
    }
  }
}

@Test(arguments: ["rgb.png", "baseline.jpg", "orientation-6.jpg", "turned.png", "cmyk.jpg"])
func `damaged pictures never crash`(name: String) throws {
  let whole = try Data(contentsOf: URL(filePath: PictureFixtures.path(name)))
  let folder = try TemporaryFolder()
  for bytes in HostileInput.damaged(whole, copies: 300, seed: 1) {
    let path = try folder.file("damaged", bytes)
    do {
      let decoded = try PictureDecoder.decode(path: path)
      #expect(decoded.pixels.count == decoded.height * decoded.width * 3)
    } catch let problem as FileProblem {
      #expect(problem.path == path)
    }
  }
}

@Test func `a much larger JPEG is reduced while it is decoded`() throws {
  let path = PictureFixtures.path("baseline.jpg")
  let whole = try PictureDecoder.decode(path: path)
  let reduced = try PictureDecoder.decode(path: path) { size in
    #expect(size == whole.size)
    return 2
  }
  #expect(reduced.height == 11 && reduced.width == 17)
  // A smooth picture stays nearly the same.
  let expected = whole.resized(height: 11, width: 17)
  let differences = zip(reduced.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }
  #expect(differences.reduce(0, +) < 6 * differences.count)
}

@Test func `squared pictures are made of at least four times their side`() throws {
  let path = PictureFixtures.path("baseline.jpg")  // 21 × 34
  let files = PictureFiles(paths: [path], reduction: .toFourfold)
  func decoded(for side: Int) throws -> PictureSize {
    let frame = PictureFrame(PictureSize(height: side, width: side))
    return try files.picture(0) { SquaredFraming().cuts(of: $0, to: frame) }.picture.size
  }
  #expect(try decoded(for: 2) == PictureSize(height: 11, width: 17))
  #expect(try decoded(for: 6) == PictureSize(height: 21, width: 34))
}
