import Foundation
import Testing

@testable import Calibration

/// Estimates of real networks' outputs against figures of an independent implementation in double precision.
@Suite(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
struct PriorVectorTests {
  struct Row: Sendable {
    let calibrator: String
    let estimator: String
    /// L1 distance from the true shares.
    let distance: Double
    /// After the correction; `nil` where it is not compared.
    var accuracy: Double?
    var likelihood: Double?
    let tolerance: Double
  }

  static let rows: [Row] = [
    Row(
      calibrator: "none", estimator: "em", distance: 0.07786335, accuracy: 0.974,
      likelihood: 0.07286, tolerance: 2e-6),
    Row(
      calibrator: "temperature", estimator: "em", distance: 0.02723329, accuracy: 0.990,
      likelihood: 0.03227, tolerance: 2e-6),
    Row(
      calibrator: "bcts", estimator: "em", distance: 0.00386342, accuracy: 0.993,
      likelihood: 0.02133, tolerance: 2e-6),
    Row(
      calibrator: "vector", estimator: "em", distance: 0.00499079, accuracy: 0.994,
      likelihood: 0.01986, tolerance: 1e-4),
    Row(
      calibrator: "none", estimator: "em-map", distance: 0.10600708, accuracy: 0.972,
      likelihood: 0.08258, tolerance: 2e-6),
    Row(
      calibrator: "temperature", estimator: "em-map", distance: 0.06041279, accuracy: 0.987,
      likelihood: 0.04249, tolerance: 2e-6),
    Row(
      calibrator: "bcts", estimator: "em-map", distance: 0.03093816, accuracy: 0.992,
      likelihood: 0.02855, tolerance: 2e-6),
    Row(
      calibrator: "none", estimator: "bbse-soft", distance: 0.08442371, accuracy: 0.974,
      tolerance: 1e-5),
    Row(
      calibrator: "temperature", estimator: "bbse-soft", distance: 0.08270877, accuracy: 0.987,
      tolerance: 1e-5),
    Row(
      calibrator: "bcts", estimator: "bbse-soft", distance: 0.05605761, accuracy: 0.989,
      tolerance: 1e-5),
    Row(
      calibrator: "none", estimator: "bbse-hard", distance: 0.11099551, accuracy: 0.970,
      tolerance: 1e-5),
    Row(
      calibrator: "temperature", estimator: "bbse-hard", distance: 0.11099551, accuracy: 0.984,
      tolerance: 1e-5),
    Row(
      calibrator: "bcts", estimator: "bbse-hard", distance: 0.07540711, accuracy: 0.988,
      tolerance: 1e-5),
    Row(calibrator: "none", estimator: "rlls", distance: 0.08188916, tolerance: 1e-5),
    Row(calibrator: "temperature", estimator: "rlls", distance: 0.08045087, tolerance: 1e-5),
    Row(calibrator: "bcts", estimator: "rlls", distance: 0.05423525, tolerance: 1e-5),
  ]

  static func evidence(
    _ calibrator: String, _ validation: Predictions, _ rows: Logits
  ) throws -> PriorEvidence {
    guard calibrator != "none" else {
      return try PriorEvidence(uncalibrated: validation, rows: rows)
    }
    return try PriorEvidence(
      fittedTo: validation, method: try Calibrators.type(named: calibrator).init(), rows: rows)
  }

  @Test(arguments: Self.rows)
  func `every estimator finds the shares that are known`(row: Row) throws {
    let test = try LabelShift.test()
    let evidence = try Self.evidence(row.calibrator, LabelShift.validation(), test.logits)
    var estimation = PriorEstimation()
    estimation.estimator = try PriorEstimators.type(named: row.estimator).init()
    estimation.resamples = 0
    let estimate = try estimation.estimate(evidence)
    let truth = LabelShift.shares(test)
    let distance = LabelShift.distance(estimate.estimate, truth)
    #expect(abs(distance - row.distance) < row.tolerance, "\(distance)")
    #expect(abs(estimate.estimate.reduce(0, +) - 1) < 1e-12)
    #expect(estimate.isApplied)
    let corrected = try PriorCorrection(from: estimate.sourcePrior, to: estimate.prior)(
      evidence.calibrator(test.logits))
    if let accuracy = row.accuracy {
      let found = Accuracy(TopLabels(corrected), labels: test.labels, classes: 10).overall
      #expect(abs((found ?? 0) - accuracy) < 1e-9, "\(found ?? 0)")
    }
    if let likelihood = row.likelihood {
      let found = LikelihoodScores(corrected, labels: test.labels).negativeLogLikelihood
      #expect(abs((found ?? 0) - likelihood) < 1e-5, "\(found ?? 0)")
    }
  }

  @Test func `bias-corrected temperature scaling is fitted to its known parameters`() throws {
    let fitted = try BiasCorrectedTemperatureScaling().fitted(to: LabelShift.validation())
    #expect(abs(fitted.temperature - 1.14680636) < 1e-5)
    let known = [
      -0.071392, -0.312938, -0.138228, 1.052443, 0.103370, 0.968993, -1.031603, 0.157805, -0.718425,
      -0.010027,
    ]
    for (found, known) in zip(fitted.offsets, known) { #expect(abs(found - known) < 1e-5) }
    let longTailed = try BiasCorrectedTemperatureScaling().fitted(
      to: RealPredictions.longTailed("validation"))
    #expect(abs(longTailed.temperature - 1.87869216) < 1e-5)
    #expect(abs(longTailed.offsets[0] - 0.178019) < 1e-5)
    #expect(abs(longTailed.offsets[9] + 0.193083) < 1e-5)
  }

  @Test
  func `EM after bias-corrected temperature scaling gives each class its known share`() throws {
    var estimation = PriorEstimation()
    estimation.estimator = MaximumLikelihoodPrior()
    estimation.resamples = 0
    let validation = try LabelShift.validation()
    let found = try estimation.estimate(
      Self.evidence("bcts", validation, LabelShift.test().logits))
    let known = [0.013109, 0, 0.017372, 0.967696, 0, 0.000952, 0.000871, 0, 0, 0]
    for (found, known) in zip(found.estimate, known) { #expect(abs(found - known) < 1e-6) }
    // The bias equations: mean calibrated probabilities are the label shares.
    #expect(LabelShift.distance(found.sourcePrior, LabelShift.shares(validation)) < 1e-6)
  }

  @Test func `a tenth of the validation rows does nearly as well`() throws {
    let test = try LabelShift.test()
    let evidence = try Self.evidence("bcts", LabelShift.validation(1000), test.logits)
    let calibrator = try #require(evidence.calibrator as? BiasCorrectedTemperatureCalibrator)
    #expect(abs(calibrator.temperature - 1.074445) < 2e-5)
    for (estimator, distance) in [
      (MaximumLikelihoodPrior() as any PriorEstimator, 0.01398), (SoftConfusionPrior(), 0.15623),
    ] {
      var estimation = PriorEstimation()
      estimation.estimator = estimator
      estimation.resamples = 0
      let found = try estimation.estimate(evidence).estimate
      #expect(abs(LabelShift.distance(found, LabelShift.shares(test)) - distance) < 5e-5)
    }
  }

  @Test func `a long-tailed validation set tells the shares of a balanced test set`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let test = try RealPredictions.longTailed("test")
    for (calibrator, distance, accuracy, likelihood, error) in [
      ("temperature", 0.02739, 0.8764, 0.38706, 0.01139),
      ("bcts", 0.03217, 0.8748, 0.38762, 0.00765),
    ] {
      var estimation = PriorEstimation()
      estimation.estimator = MaximumLikelihoodPrior()
      estimation.resamples = 0
      let evidence = try Self.evidence(calibrator, validation, test.logits)
      let found = try estimation.estimate(evidence)
      #expect(abs(LabelShift.distance(found.estimate, LabelShift.shares(test)) - distance) < 1e-5)
      let corrected = try PriorCorrection(from: found.sourcePrior, to: found.prior)(
        evidence.calibrator(test.logits))
      let card = try FigureTable(of: Measures.recorded, corrected, labels: test.labels)
      #expect(abs((card["accuracy"] ?? 0) - accuracy) < 1e-9)
      #expect(abs((card["nll"] ?? 0) - likelihood) < 1e-5)
      #expect(abs((card["ece"] ?? 0) - error) < 1e-5)
    }
  }

  @Test func `the bound of regularised weights is the published one`() throws {
    let source = PriorSource(
      try LabelShift.validation(),
      TemperatureCalibrator(temperature: 1, classes: 10, warnings: []), hasConfusion: false)
    #expect(abs(RegularizedConfusionPrior().bound(source) - 0.105047396) < 1e-9)
  }

  @Test func `the test of a shift gives the known statistics`() throws {
    func counts(_ predictions: Predictions) -> [Int] {
      TopLabels(softmax(predictions.logits)).predicted.reduce(into: [Int](repeating: 0, count: 10))
      {
        $0[$1] += 1
      }
    }
    let validation = try LabelShift.validation()
    let shifted = try #require(
      ShiftTest(source: counts(validation), target: counts(LabelShift.test())))
    #expect(abs(shifted.statistic - 2824.695) < 1e-3)
    #expect(shifted.degreesOfFreedom == 9)
    #expect(shifted.pValue < 1e-300)
    let none = try #require(
      ShiftTest(
        source: counts(validation.selecting(Array(1000..<10_000))),
        target: counts(validation.selecting(Array(0..<1000)))))
    #expect(abs(none.statistic - 2.6049) < 1e-4)
    #expect(abs(none.pValue - 0.97793) < 1e-5)
  }
}
