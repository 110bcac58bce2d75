import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

struct SoftmaxTests {
  @Test func `the vector exponential is the library's to three units in the last place`() {
    var worst = 0.0
    for step in -70_000...70_000 {
      let x = Double(step) / 100 * 1.0000123
      let fast = exponential(SIMD4(repeating: x))[step & 3]
      worst = max(worst, abs(fast / exp(x) - 1))
    }
    #expect(worst < 3 * Double.ulpOfOne)
  }

  @Test func `far below zero the vector exponential is exactly 0, and at 0 exactly 1`() {
    #expect(exponential(SIMD4(repeating: -1e30)) == .zero)
    #expect(exponential(SIMD4(repeating: -.infinity)) == .zero)
    #expect(exponential(.zero) == SIMD4(repeating: 1))
  }

  @Test(arguments: [2, 3, 7, 8, 9, 16, 17, 100])
  func `softmax agrees with the definition`(classes: Int) {
    var random = SeededNumbers(seed: UInt64(classes))
    let logits = random.predictions(samples: 20, classes: classes).logits
    let probabilities = softmax(logits, temperature: 1.7)
    for row in 0..<20 {
      let values = logits.values[row * classes..<(row + 1) * classes].map {
        exp(Double($0) / 1.7)
      }
      let sum = values.reduce(0, +)
      for column in 0..<classes {
        let found = probabilities.values[row * classes + column]
        #expect(abs(found - values[column] / sum) < 1e-14)
      }
    }
  }

  @Test func `softmax stays finite for huge logits and for excluded classes`() {
    let logits = Logits(
      [
        1e4, -1e4, 0, -.infinity, 3, 2, -.infinity, -.infinity, -.infinity, -.infinity, -1e4,
        -.infinity,
      ], classes: 3)
    let probabilities = softmax(logits)
    #expect(Array(probabilities.values[0..<3]) == [1, 0, 0])
    #expect(probabilities.values[3] == 0)
    #expect(abs(probabilities.values[4] - 1 / (1 + exp(-1))) < 1e-15)
    #expect(Array(probabilities.values[6..<9]).allSatisfy { abs($0 - 1.0 / 3) < 1e-15 })
    #expect(Array(probabilities.values[9..<12]) == [0, 1, 0])
  }

  @Test func `no samples give no probabilities`() {
    #expect(softmax(Logits([], classes: 4)).values.isEmpty)
  }

  @Test func `logits in mapped bytes are the same as in an array, aligned or not`() {
    let values: [Float] = [1, 2, 3, -4, 5, 6]
    let bytes = values.withUnsafeBytes { Data($0) }
    #expect(Logits(bytes: bytes, classes: 3) == Logits(values, classes: 3))
    let shifted = (Data([0]) + bytes).dropFirst()
    #expect(Logits(bytes: shifted, classes: 3).values == values)
  }
}
