import Testing
import Torch

@testable import LongTail

private func draws(_ jitter: ColorJitter, count: Int = 4000) -> [[ColorJitter.Adjustment]] {
  (0..<UInt64(count)).map { stream in
    var random = CounterBasedGenerator(seed: 6, stream: stream)
    return jitter.adjustments(using: &random)
  }
}

@Test func `factors fill their ranges`() {
  var jitter = ColorJitter()
  jitter.brightness = 1.5
  jitter.hue = 0.1
  var amounts: [String: [Double]] = [:]
  for adjustment in draws(jitter).flatMap({ $0 }) {
    switch adjustment {
    case .brightness(let factor): amounts["brightness", default: []].append(factor)
    case .contrast(let factor): amounts["contrast", default: []].append(factor)
    case .saturation(let factor): amounts["saturation", default: []].append(factor)
    case .hue(let turn): amounts["hue", default: []].append(turn)
    }
  }
  // A factor below 0 is none: 1 − 1.5 becomes 0.
  let ranges = [
    "brightness": 0...2.5, "contrast": 0.6...1.4, "saturation": 0.6...1.4, "hue": -0.1...0.1,
  ]
  for (name, range) in ranges {
    let own = amounts[name] ?? []
    let width = range.upperBound - range.lowerBound
    #expect(own.count == 4000 && own.allSatisfy { range ~= $0 })
    let margin = 0.02 * width
    #expect((own.min() ?? 0) < range.lowerBound + margin)
    #expect((own.max() ?? 0) > range.upperBound - margin)
    let mean = own.reduce(0, +) / Double(max(own.count, 1))
    let middle = range.lowerBound + width / 2
    #expect(abs(mean - middle) < margin)
  }
}

@Test func `the order is random, and what is off is left out`() {
  let orders = draws(ColorJitter()).map { adjustments in
    adjustments.map { adjustment in
      switch adjustment {
      case .brightness: "b"
      case .contrast: "c"
      case .saturation: "s"
      case .hue: "h"
      }
    }.joined()
  }
  for order in ["bcs", "bsc", "cbs", "csb", "sbc", "scb"] {
    let share = Double(orders.filter { $0 == order }.count) / 4000
    #expect(abs(share - 1 / 6) < 0.03)
  }
}

@Test func `a picture is adjusted in the drawn order`() throws {
  let source = try AugmentationFixtures.picture("picture 0")
  var jitter = ColorJitter()
  jitter.hue = 0.1
  for stream in 0..<50 as Range<UInt64> {
    var random = CounterBasedGenerator(seed: 2, stream: stream)
    var picture = source
    jitter.apply(to: &picture, using: &random)
    random = CounterBasedGenerator(seed: 2, stream: stream)
    var expected = source
    for adjustment in jitter.adjustments(using: &random) {
      switch adjustment {
      case .brightness(let factor): expected.adjustBrightness(factor)
      case .contrast(let factor): expected.adjustContrast(factor)
      case .saturation(let factor): expected.adjustSaturation(factor)
      case .hue(let turn): expected.adjustHue(turn)
      }
    }
    #expect(picture.pixels == expected.pixels)
  }
}

@Test func `probability decides whether anything happens`() {
  var jitter = ColorJitter()
  jitter.probability = 0.8
  let nothing = Double(draws(jitter).filter(\.isEmpty).count) / 4000
  #expect(abs(nothing - 0.2) < 0.03)
}
