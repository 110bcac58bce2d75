import Testing
import Torch

@testable import LongTail

@Test(arguments: [[0, 0, 8], [6, 8, 8], [12, 16, 7], [3, 14, 16], [5, 5, 2]])
func `squares are those of SHIKE and BalPoE`(place: [Int]) throws {
  var picture = try AugmentationFixtures.picture("picture 0")
  picture.cutOut(row: place[0], column: place[1], length: place[2], fill: .black)
  var expected = try AugmentationFixtures.picture("cutout \(place[0]) \(place[1]) \(place[2])")
  #expect(picture.pixels == expected.pixels)
}

@Test func `centres are spread over the picture`() {
  // The coordinates of the square in a white picture, from the covered rows and columns.
  var centres: [Int: Int] = [:]
  for stream in 0..<9000 as Range<UInt64> {
    var picture = Picture(
      height: 3, width: 3, channels: 1, pixels: [UInt8](repeating: 255, count: 9))
    var random = CounterBasedGenerator(seed: 1, stream: stream)
    var cutout = Cutout()
    cutout.length = 2
    cutout.apply(to: &picture, using: &random)
    // A square of 2 × 2 has its centre at the lower right of its pixels.
    let last = picture.pixels.lastIndex(of: 0)
    centres[last ?? -1, default: 0] += 1
  }
  #expect(Set(centres.keys) == Set(0..<9))
  #expect(centres.values.allSatisfy { 870...1130 ~= $0 })
}

@Test func `there are as many squares as holes`() {
  var cutout = Cutout()
  cutout.holes = 200
  cutout.length = 4
  cutout.fill = PictureColor(red: 125, green: 123, blue: 114)
  var picture = Picture(
    height: 9, width: 7, channels: 3, pixels: [UInt8](repeating: 255, count: 9 * 7 * 3))
  var random = CounterBasedGenerator(seed: 1)
  cutout.apply(to: &picture, using: &random)
  let filled: [UInt8] = (0..<63).flatMap { _ in [125, 123, 114] as [UInt8] }
  #expect(picture.pixels == filled)
}

@Test func `a square covers what was moved before`() {
  // Shift and mirroring are only noted down; the square lies in the picture as it looks then.
  var picture = Picture(height: 1, width: 4, channels: 1, pixels: [1, 2, 3, 4])
  picture.mirror()
  picture.cutOut(row: 0, column: 1, length: 2, fill: .black)
  #expect(picture.pixels == [0, 0, 2, 1])
}
