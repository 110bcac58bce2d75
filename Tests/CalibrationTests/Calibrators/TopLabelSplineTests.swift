import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// The answer's confidence through a spline.
struct TopLabelSplineTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the spline agrees with the reference on CIFAR-10-LT`() throws {
    let fitted = try TopLabelSpline().fitted(to: RealPredictions.longTailed("validation"))
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, fitted(test.logits), labels: test.labels)
    #expect(abs((card["ece"] ?? 1) - 0.017466) < 2e-6)
    #expect(abs((card["nll"] ?? 9) - 0.436912) < 4e-6)
    #expect(abs((card["brier"] ?? 1) - 0.203296) < 2e-6)
    #expect(card["accuracy"] == 0.8614)
  }

  @Test
  func `a natural spline passes its knots, is straight outside, and knows its slope`() throws {
    let spline = NaturalSpline(heights: [0, 1, -1, 2, 0.5, 0])
    for (index, height) in spline.heights.enumerated() {
      #expect(abs(spline.value(at: Double(index) / 5) - height) < 1e-12)
    }
    for place in [0.003, 0.1, 0.2, 0.37, 0.6, 0.95] {
      let slope = (spline.value(at: place + 1e-6) - spline.value(at: place - 1e-6)) / 2e-6
      #expect(abs(slope - spline.slope(at: place)) < 1e-6)
    }
    let bend = (spline.slope(at: 1e-6) - spline.slope(at: 0)) / 1e-6
    #expect(abs(bend) < 1e-2)
    // What is a spline already is found again.
    let places = (0...40).map { Double($0) / 40 }
    let fitted = try #require(
      NaturalSpline(
        fitting: places, to: places.map { spline.value(at: $0) },
        weights: places.map { 1 + $0 }, knots: 6))
    #expect(zip(fitted.heights, spline.heights).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(
      NaturalSpline(fitting: [0, 0.01], to: [0, 1], weights: [1, 1], knots: 6) == nil)
  }

  @Test func `the answer is kept where that is asked for, and may change where it is not`() throws {
    let map = { (isKept: Bool) in
      TopLabelCalibrator(
        temperature: 1, confidences: [0, 1], values: [0.1, 0.1], keepsAnswer: isKept, classes: 3,
        warnings: [])
    }
    let logits = Logits([2, 1.5, -3, 1e4, 0, 0], classes: 3)
    let free = map(false)(logits).values
    #expect(free[0] == 0.1)
    #expect(free[1] > free[0])
    let kept = map(true)(logits).values
    #expect(kept[0] >= kept[1])
    #expect(kept[3] >= kept[4])
    for values in [free, kept] {
      #expect(abs(values[0..<3].reduce(0, +) - 1) < 1e-12)
      #expect(abs(values[3..<6].reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `too few samples and odd settings are refused`() {
    var random = SeededNumbers(seed: 430)
    let predictions = random.predictions(samples: 4, classes: 3)
    #expect(throws: CalibrationError.self) { try TopLabelSpline().fitted(to: predictions) }
    var method = TopLabelSpline()
    method.knots = 1
    #expect(throws: CalibrationError.self) { try method.fitted(to: predictions) }
  }
}
