import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Histogram binning and scaling-binning.
struct BinningCalibratorTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `histogram binning agrees with the reference on CIFAR-10-LT`() throws {
    // Chen and Su, CVPR 2023, the authors' program, HB M=10.
    try ReferenceFigures(
      0.038032, 0.604242, 0.014189, 0.016467, 0.024733, 0.225262, 0.725649, 0.8573
    ).check(
      HistogramBinning().fitted(to: RealPredictions.longTailed("validation")), tolerance: 2e-5)
  }

  @Test(
    .enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"),
    arguments: [
      // uncertainty-calibration 0.1.4 with its logistic regression run to the optimum (newton-cholesky,
      // tolerance 1e-12; its default stops early and is off by up to 0.015): Fixtures/scaling_binning.py.
      (10, ScalingBinning.Target.marginal, 1.7651886), (15, .marginal, 2.1486954),
      (20, .marginal, 1.6442899), (50, .marginal, 1.9793779), (100, .marginal, 2.6538242),
      (10, .topLabel, 1.4178982), (15, .topLabel, 1.1483379),
    ])
  func `scaling-binning agrees with its authors' library on CIFAR-10-LT`(
    bins: Int, target: ScalingBinning.Target, percent: Double
  ) throws {
    let calibrator = try ScalingBinning(bins: bins, target: target).fitted(
      to: RealPredictions.longTailed("validation"))
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect(abs(100 * (card["ece"] ?? 0) - percent) < 2e-4)
  }

  @Test func `a bin's value is the share of the label in it, empty bins are 0`() throws {
    let predictions = Predictions(
      logits: Probabilities(
        [0.95, 0.05, 0.92, 0.08, 0.3, 0.7, 0.25, 0.75, 0.22, 0.78], classes: 2
      ).logarithms, labels: [0, 1, 1, 0, 1])
    let calibrator = try HistogramBinning(bins: 4).fitted(to: predictions)
    let map = try #require(calibrator.maps[0])
    #expect(map.upperEdges == [0.25, 0.5, 0.75, 1])
    #expect(map.values[2] == 0)
    #expect(map.values[3] == 0.5)
    #expect(abs(map.values[0] + map.values[1] - 0.5) < 1e-9)
  }

  @Test func `bins of equal mass hold nearly equal numbers of samples`() {
    var random = SeededNumbers(seed: 40)
    let values = (0..<103).map { _ in Double.random(in: 0...1, using: &random) }
    let edges = StepMap.equalMassEdges(values, bins: 10)
    #expect(edges.count == 10)
    #expect(edges.last == 1)
    var counts = [Int](repeating: 0, count: 10)
    for value in values { counts[StepMap.bin(of: value, edges)] += 1 }
    #expect(counts == [11, 11, 11, 10, 10, 10, 10, 10, 10, 10])
  }

  @Test func `logistic regression reaches a point where its gradient is zero`() {
    var random = SeededNumbers(seed: 41)
    let feature = (0..<500).map { _ in random.normal() }
    let isPositive = feature.map {
      Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-(1.5 * $0 - 0.7)))
    }
    let weights = feature.map { _ in Double.random(in: 0.5...2, using: &random) }
    let solution = LogisticRegression(
      features: [feature], isPositive: isPositive, weights: weights, centre: [0, 0],
      strengths: [0, 0]
    ).solve()
    var gradient = [0.0, 0]
    for row in feature.indices {
      let miss =
        weights[row]
        * (sigmoid(solution[0] * feature[row] + solution[1])
          - (isPositive[row] ? 1 : 0))
      gradient[0] += miss * feature[row]
      gradient[1] += miss
    }
    #expect(gradient.allSatisfy { abs($0) < 1e-5 })
  }

  @Test func `too few samples for bins of equal mass, and no bins, are refused`() {
    var random = SeededNumbers(seed: 42)
    let predictions = random.predictions(samples: 8, classes: 3)
    #expect(throws: CalibrationError.self) {
      try HistogramBinning(bins: 10, edges: .equalMass).fitted(to: predictions)
    }
    #expect(throws: CalibrationError.self) { try ScalingBinning().fitted(to: predictions) }
    #expect(throws: CalibrationError.self) {
      try HistogramBinning(bins: 0).fitted(to: predictions)
    }
  }
}
