import Testing
import Torch

@testable import LongTail

private func windows(
  height: Int, width: Int, of augmentation: RandomResizedCrop = RandomResizedCrop()
) -> [PictureWindow] {
  (0..<500 as Range<UInt64>).map { stream in
    var random = CounterBasedGenerator(seed: 4, stream: stream)
    return augmentation.window(height: height, width: width, using: &random)
  }
}

@Test func `parts keep their bounds and fill them`() {
  let windows = windows(height: 200, width: 200)
  for window in windows {
    #expect(window.top >= 0 && window.top + window.height <= 200)
    #expect(window.left >= 0 && window.left + window.width <= 200)
  }
  // Rounding to whole pixels moves a ratio by at most 1 in 49, the shortest side that is possible.
  let ratios = windows.map { Double($0.width) / Double($0.height) }
  #expect(ratios.allSatisfy { $0 > 0.75 * 0.97 && $0 < 4.0 / 3 * 1.03 })
  #expect((ratios.min() ?? 1) < 0.78 && (ratios.max() ?? 1) > 1.28)
  let areas = windows.map { Double($0.height * $0.width) / 40_000 }
  #expect(areas.allSatisfy { $0 > 0.08 * 0.97 && $0 <= 1 })
  #expect((areas.min() ?? 1) < 0.1 && (areas.max() ?? 0) > 0.9)
}

@Test func `a picture that no part fits gives its middle`() {
  // Whole area and 10 times as wide as high: the widest part allowed is 4/3 of the height.
  var augmentation = RandomResizedCrop()
  augmentation.smallestArea = 1
  let windows = windows(height: 30, width: 300, of: augmentation)
  #expect(
    windows.allSatisfy {
      $0 == PictureWindow(top: 0, left: 130, height: 30, width: 40)
    })
}

@Test func `a part is resized as Pillow resizes it`() throws {
  let source = try PictureFixtures.expected("source")
  // The upper 31 × 20 pixels of the fixture, brought to 31 × 40.
  let part = source.part(PictureWindow(top: 0, left: 0, height: 20, width: 31))
  var picture = Picture(height: 40, width: 31, channels: 3, pixels: source.pixels)
  picture.resize(PictureWindow(top: 0, left: 0, height: 20, width: 31))
  #expect(picture.height == 40 && picture.width == 31)
  #expect(picture.pixels == part.resized(height: 40, width: 31).pixels)
}
