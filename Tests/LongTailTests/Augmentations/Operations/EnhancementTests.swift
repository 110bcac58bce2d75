import Testing

@testable import LongTail

private let factors = [0.0, 0.1, 0.37, 0.6, 1.0, 1.2, 1.9, 3.5]

@Test(arguments: factors)
func `brightness is Pillow's`(factor: Double) throws {
  #expect(
    try AugmentationFixtures.differences("brightness \(factor)") { $0.adjustBrightness(factor) }
      == [])
}

@Test(arguments: factors)
func `contrast is Pillow's`(factor: Double) throws {
  #expect(
    try AugmentationFixtures.differences("contrast \(factor)") { $0.adjustContrast(factor) } == [])
}

@Test(arguments: factors)
func `saturation is Pillow's`(factor: Double) throws {
  #expect(
    try AugmentationFixtures.differences("color \(factor)") { $0.adjustSaturation(factor) } == [])
}

@Test(arguments: factors)
func `sharpness is Pillow's`(factor: Double) throws {
  #expect(
    try AugmentationFixtures.differences("sharpness \(factor)") { $0.adjustSharpness(factor) } == []
  )
}

@Test(arguments: [-0.5, -0.1, 0.0, 0.033, 0.25, 0.5])
func `hue is torchvision's on Pillow pictures`(turn: Double) throws {
  #expect(
    try AugmentationFixtures.differences("hue \(turn)", grey: false) { $0.adjustHue(turn) } == [])
}

@Test func `a grey picture has no hue`() {
  var picture = Picture(height: 1, width: 3, channels: 1, pixels: [1, 100, 255])
  picture.adjustHue(0.3)
  #expect(picture.pixels == [1, 100, 255])
}

@Test(arguments: [0.1, 0.77, 1.3, 2.0, 6.5])
func `a blur is Pillow's`(deviation: Double) throws {
  #expect(try AugmentationFixtures.differences("blur \(deviation)") { $0.blur(deviation) } == [])
}

@Test func `grey is Pillow's`() throws {
  #expect(try AugmentationFixtures.differences("grayscale") { $0.removeColor() } == [])
}
