import Testing

@testable import LongTail

@Test func `invert is Pillow's`() throws {
  #expect(try AugmentationFixtures.differences("invert") { $0.invert() } == [])
}

@Test func `AutoContrast is Pillow's`() throws {
  #expect(try AugmentationFixtures.differences("auto-contrast") { $0.autoContrast() } == [])
}

@Test func `equalize is Pillow's`() throws {
  #expect(try AugmentationFixtures.differences("equalize") { $0.equalize() } == [])
}

@Test func `larger pictures are equalized as Pillow does it`() throws {
  // Steps of several pixels, and sums that pass 255 steps, need more pixels than the others have.
  var picture = try AugmentationFixtures.picture("picture 4")
  picture.equalize()
  var expected = try AugmentationFixtures.picture("equalize of 4")
  #expect(picture.pixels == expected.pixels)
}

@Test(arguments: 1...8)
func `posterize is Pillow's`(bits: Int) throws {
  #expect(
    try AugmentationFixtures.differences("posterize \(bits)") { $0.posterize(bits: bits) } == [])
}

@Test func `posterizing to nothing is black`() {
  var picture = Picture(height: 1, width: 2, channels: 1, pixels: [3, 255])
  picture.posterize(bits: 0)
  #expect(picture.pixels == [0, 0])
}

@Test(arguments: [0.0, 85.25, 128, 256])
func `solarize is Pillow's`(threshold: Double) throws {
  #expect(
    try AugmentationFixtures.differences("solarize \(threshold)") {
      $0.solarize(threshold: threshold)
    } == [])
}

@Test func `SolarizeAdd stops at white, and spares light levels`() {
  var picture = Picture(height: 1, width: 5, channels: 1, pixels: [0, 100, 127, 128, 255])
  picture.solarizeAdd(110)
  #expect(picture.pixels == [110, 210, 237, 128, 255])
  picture = Picture(height: 1, width: 2, channels: 1, pixels: [20, 101])
  picture.solarizeAdd(250, below: 101)
  #expect(picture.pixels == [255, 101])
}

@Test func `cutting off is rounding down within a byte's bounds`() {
  let floats: [Float] = [
    -1e30, -0.5, 0, 0.999_999_94, 1, 1.5, 2.5, 127.999_99, 254.999_98, 255, 1e30,
  ]
  let bytes: [UInt8] = floats.map { truncatedByte($0) }
  #expect(bytes == [0, 0, 0, 0, 1, 1, 2, 127, 254, 255, 255])
  for byte in 1...255 {
    let level = Double(byte)
    #expect(truncatedByte(level) == UInt8(byte))
    #expect(truncatedByte(level.nextDown) == UInt8(byte - 1))
    #expect(truncatedByte(Float(byte)) == UInt8(byte))
    #expect(truncatedByte(Float(byte).nextDown) == UInt8(byte - 1))
  }
}
