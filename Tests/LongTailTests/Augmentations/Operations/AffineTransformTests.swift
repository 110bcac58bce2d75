import Testing

@testable import LongTail

private let fill = PictureColor(red: 124, green: 116, blue: 104)

@Test(arguments: PictureInterpolation.allCases, [-0.3, 0.1333, 0.29])
func `shears are Pillow's`(interpolation: PictureInterpolation, amount: Double) throws {
  #expect(
    try AugmentationFixtures.differences("shear-x \(amount) \(interpolation)") {
      $0.shearX(amount, interpolation: interpolation, fill: fill)
    } == [])
  #expect(
    try AugmentationFixtures.differences("shear-y \(amount) \(interpolation)") {
      $0.shearY(amount, interpolation: interpolation, fill: fill)
    } == [])
}

@Test(arguments: PictureInterpolation.allCases, [-0.45, 0.25, 0.4])
func `translations are Pillow's`(interpolation: PictureInterpolation, share: Double) throws {
  #expect(
    try AugmentationFixtures.differences("translate-x \(share) \(interpolation)") {
      $0.translate(x: share * Double($0.width), interpolation: interpolation, fill: fill)
    } == [])
  #expect(
    try AugmentationFixtures.differences("translate-y \(share) \(interpolation)") {
      $0.translate(y: share * Double($0.height), interpolation: interpolation, fill: fill)
    } == [])
}

@Test(arguments: PictureInterpolation.allCases, [-29.5, 6.75, 30, 90, 180, 360, 0.001])
func `rotations are Pillow's`(interpolation: PictureInterpolation, degrees: Double) throws {
  #expect(
    try AugmentationFixtures.differences("rotate \(degrees) \(interpolation)") {
      $0.rotate(degrees: degrees, interpolation: interpolation, fill: fill)
    } == [])
}

@Test func `numbers are rounded to 15 decimals as Python does it`() {
  // Python 3.11: round(x, 15). Where 10¹⁵ times the last two is rounded, it lies between two integers.
  let known: [(Double, Double)] = [
    (0.123_456_789_012_345_67, 0.123_456_789_012_346),
    (6.123_233_995_736_766e-17, 0), (-0.999_999_999_999_999_9, -1),
    (0.707_106_781_186_547_6, 0.707_106_781_186_548), (0.5, 0.5), (-1, -1),
    (-0.6637101075551435, -0.663710107555143), (-0.5536084395066585, -0.553608439506659),
  ]
  for (value, rounded) in known { #expect(roundedTo15Decimals(value) == rounded) }
}
