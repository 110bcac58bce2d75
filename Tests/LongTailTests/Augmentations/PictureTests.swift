import Testing

@testable import LongTail

/// 3 × 4 pixels whose three channels hold the pixel's number, and 100 and 200 more.
private func numbered() -> Picture {
  let pixels = (1...12 as ClosedRange<UInt8>).flatMap { [$0, $0 + 100, $0 + 200] }
  return Picture(height: 3, width: 4, channels: 3, pixels: pixels)
}

/// The first channel of every pixel.
private func first(_ picture: Picture) -> [UInt8] {
  var picture = picture
  return picture.pixels.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
}

@Test func `shifting moves the window, and fills with black`() {
  var picture = numbered()
  picture.shift(x: 1, y: -1)
  #expect(first(picture) == [0, 0, 0, 0, 2, 3, 4, 0, 6, 7, 8, 0])
}

@Test func `mirroring swaps left and right`() {
  var picture = numbered()
  picture.mirror()
  #expect(first(picture) == [4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9])
}

@Test func `pixels pushed out of the window do not come back`() {
  var picture = numbered()
  picture.shift(x: 2, y: 0)
  picture.shift(x: -2, y: 0)
  #expect(first(picture) == [0, 0, 3, 4, 0, 0, 7, 8, 0, 0, 11, 12])
}

@Test func `a mirrored picture shifts in its new direction`() {
  var picture = numbered()
  picture.mirror()
  picture.shift(x: 1, y: 0)
  #expect(first(picture) == [3, 2, 1, 0, 7, 6, 5, 0, 11, 10, 9, 0])
}

/// Distinct values for the bytes of a channel.
private func table(of channel: Int) -> [Float] {
  (0..<256).map { byte in Float(1000 * channel + byte) }
}

@Test(arguments: [-5, -4, -1, 0, 2, 4, 9], [-4, -3, -1, 0, 1, 3, 7])
func `normalising carries out what was noted down`(x: Int, y: Int) {
  let values = (0..<3).flatMap(table(of:))
  for mirrored in [false, true] {
    var picture = numbered()
    picture.shift(x: x, y: y)
    if mirrored { picture.mirror() }
    var direct = [Float](repeating: -1, count: 36)
    direct.withUnsafeMutableBufferPointer { picture.normalize(values, into: $0) }
    let eager = picture.pixels.enumerated().map { index, byte in values[index % 3 * 256 + Int(byte)]
    }
    #expect(direct == eager)
  }
}

@Test func `rewriting may change the size`() {
  var picture = numbered()
  picture.shift(x: 1, y: 1)
  picture.rewrite(height: 1, width: 2) { old, new in
    for index in new.indices { new[index] = old[index] }
  }
  #expect(picture.height == 1 && picture.width == 2)
  #expect(picture.pixels == [6, 106, 206, 7, 107, 207])
}
