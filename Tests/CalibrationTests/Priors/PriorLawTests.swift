import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// What every estimator promises, on made-up predictions whose probabilities are known.
struct PriorLawTests {
  /// Rows of a Gaussian class each, whose logits are exact for the source prior.
  static func predictions(
    _ samples: Int, prior: [Double], source: [Double], seed: UInt64, scale: Float = 1
  ) -> Predictions {
    var random = SeededNumbers(seed: seed)
    let classes = prior.count
    var values: [Float] = []
    var labels: [Int] = []
    for _ in 0..<samples {
      var rest = Double.random(in: 0..<1, using: &random)
      var label = 0
      while label < classes - 1, rest >= prior[label] {
        rest -= prior[label]
        label += 1
      }
      labels.append(label)
      for index in 0..<classes {
        // Means at 2.5 on an axis each: log density ratios are 2.5 x.
        let x = random.normal() + (index == label ? 2.5 : 0)
        values.append(scale * Float(log(source[index]) + 2.5 * x))
      }
    }
    return Predictions(logits: Logits(values, classes: classes), labels: labels)
  }

  static let source = [0.4, 0.3, 0.15, 0.1, 0.05]
  static let target = [0.05, 0.1, 0.15, 0.3, 0.4]

  private func estimate(
    _ name: String, _ validation: Predictions, _ rows: Logits, resamples: Int = 0
  ) throws -> PriorEstimate {
    var estimation = PriorEstimation()
    estimation.estimator = try PriorEstimators.type(named: name).init()
    estimation.resamples = resamples
    return try estimation.estimate(
      PriorEvidence(fittedTo: validation, method: TemperatureScaling(), rows: rows))
  }

  @Test(arguments: PriorEstimators.names)
  func `estimators find the shares of a shifted world`(name: String) throws {
    let validation = Self.predictions(4000, prior: Self.source, source: Self.source, seed: 1)
    let rows = Self.predictions(4000, prior: Self.target, source: Self.source, seed: 2)
    let found = try estimate(name, validation, rows.logits)
    #expect(LabelShift.distance(found.estimate, Self.target) < 0.08, "\(found.estimate)")
    #expect(found.isApplied)
    #expect(found.prior == found.estimate)
    #expect(found.method == name)
  }

  @Test(arguments: PriorEstimators.names)
  func `estimators keep the source prior where nothing has shifted`(name: String) throws {
    let validation = Self.predictions(4000, prior: Self.source, source: Self.source, seed: 3)
    let rows = Self.predictions(2000, prior: Self.source, source: Self.source, seed: 4)
    let found = try estimate(name, validation, rows.logits)
    #expect(!found.isApplied)
    #expect(found.prior == found.sourcePrior)
    #expect(LabelShift.distance(found.estimate, found.sourcePrior) < 0.1)
  }

  @Test(arguments: PriorEstimators.names)
  func `estimators follow a permutation of the classes`(name: String) throws {
    let validation = Self.predictions(1000, prior: Self.source, source: Self.source, seed: 5)
    let rows = Self.predictions(500, prior: Self.target, source: Self.source, seed: 6)
    let order = [3, 0, 4, 1, 2]
    func permuted(_ predictions: Predictions) throws -> Predictions {
      let values = predictions.logits.values
      return Predictions(
        logits: Logits(
          (0..<predictions.labels.count).flatMap { row in order.map { values[row * 5 + $0] } },
          classes: 5),
        labels: try predictions.labels.map { try #require(order.firstIndex(of: $0)) })
    }
    let plain = try estimate(name, validation, rows.logits).estimate
    let other = try estimate(name, permuted(validation), permuted(rows).logits).estimate
    for (place, label) in order.enumerated() { #expect(abs(other[place] - plain[label]) < 1e-6) }
  }

  @Test func `EM reaches the limit of its plain steps`() throws {
    let validation = Self.predictions(1000, prior: Self.source, source: Self.source, seed: 7)
    let rows = Self.predictions(300, prior: Self.target, source: Self.source, seed: 8)
    let probabilities = softmax(rows.logits).values.map { Double(Float($0)) }
    let prior = PriorSource(
      validation, TemperatureCalibrator(temperature: 1, classes: 5, warnings: []),
      hasConfusion: false
    ).prior
    for pseudo in [0.0, 5] {
      var shares = prior
      for _ in 0..<20_000 {
        var next = prior.map { pseudo * $0 }
        for row in 0..<300 {
          let terms = (0..<5).map { shares[$0] * probabilities[row * 5 + $0] / prior[$0] }
          let sum = terms.reduce(0, +)
          for index in 0..<5 { next[index] += terms[index] / sum }
        }
        shares = next.map { $0 / (300 + pseudo) }
      }
      var estimation = PriorEstimation()
      estimation.estimator = MaximumAPosterioriPrior(pseudoSamples: pseudo)
      estimation.resamples = 0
      let found = try estimation.estimate(
        PriorEvidence(uncalibrated: validation, rows: rows.logits)
      ).estimate
      for (found, plain) in zip(found, shares) { #expect(abs(found - plain) < 1e-7) }
    }
  }

  @Test func `regularised weights are the least of their objective`() throws {
    let validation = Self.predictions(400, prior: Self.source, source: Self.source, seed: 9)
    let rows = Self.predictions(300, prior: [0, 0, 0.1, 0.5, 0.4], source: Self.source, seed: 10)
    let calibrator = TemperatureCalibrator(temperature: 1, classes: 5, warnings: [])
    let source = PriorSource(validation, calibrator, hasConfusion: true)
    let unlabelled = UnlabelledRows(calibrator, [rows.logits])
    let estimator = RegularizedConfusionPrior()
    let found = try estimator.shares(of: unlabelled, source)
    // Shares determine the weights up to their scale: try neighbours of the best scale.
    let probabilities = softmax(validation.logits).values
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 5), count: 5)
    for (row, label) in validation.labels.enumerated() {
      for index in 0..<5 { matrix[index][label] += probabilities[row * 5 + index] / 400 }
    }
    let means = unlabelled.means
    let penalty = 0.01 * estimator.bound(source)
    func objective(_ weights: [Double]) -> Double {
      let residual = (0..<5).map { row in
        (0..<5).reduce(-means[row]) { $0 + matrix[row][$1] * weights[$1] }
      }
      return residual.reduce(0) { $0 + $1 * $1 }.squareRoot() + penalty
        * weights.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }.squareRoot()
    }
    let ratios = zip(found.shares, source.labelShares).map { $0 / $1 }
    let scales = (800...1200).map { Double($0) / 1000 }
    let best = scales.map { scale in objective(ratios.map { $0 * scale }) }.min() ?? 0
    var random = SeededNumbers(seed: 11)
    for step in [0.3, 0.03, 0.003] {
      for _ in 0..<300 {
        let other = ratios.map { max($0 + step * random.normal(), 0) }
        #expect(objective(other) > best - 2e-5)
      }
    }
  }

  @Test(arguments: PriorEstimators.names)
  func `intervals hold the estimate, and narrow with the rows`(name: String) throws {
    let validation = Self.predictions(800, prior: Self.source, source: Self.source, seed: 12)
    func widths(_ count: Int) throws -> Double {
      let rows = Self.predictions(count, prior: Self.target, source: Self.source, seed: 13)
      var estimation = PriorEstimation()
      estimation.estimator = try PriorEstimators.type(named: name).init()
      estimation.resamples = 40
      estimation.refits = 4
      let found = try estimation.estimate(
        PriorEvidence(fittedTo: validation, method: TemperatureScaling(), rows: rows.logits))
      let lower = try #require(found.lower)
      let upper = try #require(found.upper)
      for (label, share) in found.estimate.enumerated() {
        #expect(0 <= lower[label] && lower[label] <= share)
        #expect(share <= upper[label] && upper[label] <= 1)
      }
      let again = try estimation.estimate(
        PriorEvidence(fittedTo: validation, method: TemperatureScaling(), rows: rows.logits))
      #expect(again == found)
      return zip(upper, lower).map { $0 - $1 }.reduce(0, +)
    }
    #expect(try widths(100) > 1.5 * widths(900))
  }

  @Test(arguments: [
    PriorLawTests.source, [Double](repeating: 0.2, count: 5), PriorLawTests.target,
  ])
  func `95 in 100 intervals of em-map hold the true shares, whichever way they fall`(
    truth: [Double]
  ) throws {
    let repeats = 200
    var estimation = PriorEstimation()
    estimation.resamples = 100
    estimation.refits = 10
    var held = 0
    for index in 0..<repeats {
      let validation = Self.predictions(
        600, prior: Self.source, source: Self.source, seed: UInt64(1000 + 2 * index), scale: 1.5)
      let rows = Self.predictions(
        300, prior: truth, source: Self.source, seed: UInt64(1001 + 2 * index), scale: 1.5)
      estimation.seed = UInt64(index)
      let found = try estimation.estimate(
        PriorEvidence(fittedTo: validation, method: TemperatureScaling(), rows: rows.logits))
      let lower = try #require(found.lower)
      let upper = try #require(found.upper)
      held += truth.indices.count { lower[$0] <= truth[$0] && truth[$0] <= upper[$0] }
    }
    // A thousand intervals scatter by some 0.7 points; ones that are too wide are wrong as well.
    let share = Double(held) / Double(repeats * truth.count)
    #expect(share >= 0.93 && share <= 0.99, "\(share)")
  }

  @Test func `a draw that takes each row once gives what all rows give`() throws {
    let rows = Self.predictions(300, prior: Self.target, source: Self.source, seed: 14)
    let calibrator = TemperatureCalibrator(temperature: 1, classes: 5, warnings: [])
    let sparse = SparseRows(calibrator, [rows.logits], ratios: [Double](repeating: 1, count: 5))
    let ones = [Float](repeating: 1, count: 300)
    let found = DrawLanes(sparse, [ones, ones], source: Self.source).shares(from: Self.source)
    let exact = try ExpectationMaximization(
      rows: UnlabelledRows(calibrator, [rows.logits]), source: Self.source, pseudoSamples: 0,
      tolerance: 1e-9, steps: 10_000
    ).solve().shares
    #expect(found.count == 2)
    for lane in found {
      for (found, exact) in zip(lane, exact) { #expect(abs(found - exact) < 2e-4) }
    }
  }
}
