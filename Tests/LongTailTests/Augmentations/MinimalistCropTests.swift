import Testing
import Torch

@testable import LongTail

struct MinimalistCropTests {
  @Test func `the least area grows as published`() {
    let crop = MinimalistCrop()
    let areas = (0..<5).map { crop.leastArea(at: Double($0) / 4) }
    for (area, published) in zip(areas, [0.08, 0.109214, 0.203257, 0.391477, 1]) {
      #expect(abs(area - published) < 1e-6)
    }
    #expect(abs(MinimalistCrop(growth: .linear).leastArea(at: 0.5) - 0.54) < 1e-12)
    #expect(
      abs(MinimalistCrop(growth: .concave).leastArea(at: 0.5) - (0.08 + 0.92 * 0.75.squareRoot()))
        < 1e-12)
    #expect(MinimalistCrop(growth: .least).leastArea(at: 1) == 0.08)
    #expect(MinimalistCrop(growth: .most).leastArea(at: 0) == 1)
  }

  private func windows(_ share: Double, of picture: PictureSize) throws -> [PictureWindow] {
    let crop = try #require(MinimalistCrop().at(share) as? MinimalistCrop)
    return (0..<300 as Range<UInt64>).map { stream in
      var random = CounterBasedGenerator(seed: 6, stream: stream)
      return crop.window(of: picture, using: &random)
    }
  }

  @Test(arguments: [0, 0.5, 1])
  func `parts are squares within the picture and the bounds`(_ share: Double) throws {
    let picture = PictureSize(height: 120, width: 200)
    let windows = try windows(share, of: picture)
    // The largest square has 0.6 of the area.
    let least = min(0.6, MinimalistCrop().leastArea(at: share))
    for window in windows {
      #expect(window.height == window.width)
      #expect(window.top >= 0 && window.top + window.height <= 120)
      #expect(window.left >= 0 && window.left + window.width <= 200)
      #expect(Double(window.height * window.width) / 24_000 >= least * 0.97)
    }
    let sides = windows.map(\.height)
    #expect(sides.max() ?? 0 >= 118)
    if share == 1 { #expect(Set(sides) == [120]) }
    if share == 0 { #expect(sides.min() ?? 120 < 55) }
    #expect(Set(windows.map(\.left)).count > 10)
  }

  @Test func `what one epoch draws is brought to the frame`() {
    var random = CounterBasedGenerator(seed: 1, stream: 1)
    let frame = PictureSize(height: 8, width: 8)
    let cut = MinimalistCrop().cut(
      of: PictureSize(height: 30, width: 20), to: frame, using: &random)
    #expect(cut.result == frame && cut.whole == PictureSize(height: 30, width: 20))
  }

  @Test func `other augmentations are the same in every epoch`() {
    #expect((RandomResizedCrop().at(0.5) as? RandomResizedCrop)?.smallestArea == 0.08)
  }
}
