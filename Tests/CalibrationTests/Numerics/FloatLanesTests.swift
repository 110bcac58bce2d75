import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Rows in single precision.
struct FloatLanesTests {
  @Test func `powers of two are within 2 units in the last place`() {
    var worst: Float = 0
    for step in -12_500...12_600 {
      let x = Float(step) / 100 * 0.99999
      let fast = exponential2(FloatLanes(repeating: x))[step & 3]
      let exact = exp2(Double(x))
      worst = max(worst, Float(abs(Double(fast) - exact)) / Float(exact).ulp)
    }
    #expect(worst < 2)
    #expect(exponential2(.zero) == FloatLanes(repeating: 1))
  }

  @Test(arguments: 1...13)
  func `what is left over of a row comes once`(count: Int) {
    let row = (0..<count).map { Float($0 + 1) }
    let sum = row.withUnsafeBufferPointer { buffer -> Float in
      guard let base = buffer.baseAddress else { return .nan }
      var lanes = FloatLanes.loadRest(of: base, count: count, padding: 0)
      for begin in stride(from: 0, to: count - 3, by: 4) { lanes += .load(base + begin) }
      return lanes.total
    }
    #expect(sum == Float(count * (count + 1) / 2))
  }

  @Test
  func `the largest value, its first place and a label's presence agree with a plain search`() {
    var random = SeededNumbers(seed: 60)
    for count in 2...23 {
      for _ in 0..<40 {
        let row = (0..<count).map { _ in Float(Int.random(in: 0..<6, using: &random)) / 8 }
        let highest = row.max() ?? .nan
        row.withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          #expect(RowMaximum.value(base, count: count) == highest)
          #expect(RowMaximum.find(base, count: count).index == row.firstIndex(of: highest))
          for label in 0..<count {
            #expect(
              RowMaximum.isFirst(label, of: highest, in: base)
                == (label == row.firstIndex(of: highest)))
          }
        }
      }
    }
  }
}
