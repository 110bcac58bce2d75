import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Errors beside chance, intervals and ranks.
struct ChanceAndIntervalTests {
  /// Confidences between 0.3 and 1, outcomes that are right with confidence − `gap`.
  private func draw(_ count: Int, gap: Double, _ random: inout SeededNumbers) -> (
    confidences: [Double], correct: [Bool]
  ) {
    let confidences = (0..<count).map { _ in
      0.3 + 0.7 * Double.random(in: 0..<1, using: &random).squareRoot()
    }
    return (
      confidences, confidences.map { Double.random(in: 0..<1, using: &random) < $0 - gap }
    )
  }

  @Test func `the debiased error of a calibrated model averages 0 at 300 samples`() {
    var random = SeededNumbers(seed: 70)
    var plain = 0.0
    var debiased = 0.0
    let repeats = 150
    for index in 0..<repeats {
      let (confidences, correct) = draw(300, gap: 0, &random)
      let error = ReliabilityBins(confidences: confidences, correct: correct).expectedError
      let band = NullBand(confidences: confidences, repeats: 60, seed: UInt64(index))
      plain += error / Double(repeats)
      debiased += (error - band.mean) / Double(repeats)
    }
    #expect(plain > 0.03)
    #expect(abs(debiased) < 0.002)
  }

  @Test func `the null band holds a calibrated model's error and not that of one 10 points off`() {
    var random = SeededNumbers(seed: 71)
    let (confidences, correct) = draw(2000, gap: 0, &random)
    let band = NullBand(confidences: confidences, repeats: 200)
    #expect(band == NullBand(confidences: confidences, repeats: 200))
    #expect(
      band.band.contains(
        ReliabilityBins(confidences: confidences, correct: correct).expectedError))
    let off = draw(2000, gap: 0.1, &random)
    #expect(
      ReliabilityBins(confidences: off.confidences, correct: off.correct).expectedError
        > band.band.upper)
  }

  @Test(arguments: [0, 0.02, 0.05, 0.1])
  func `intervals cover the population's value in at least 93 % of repeats`(gap: Double) {
    // The population's binned error: confidences are continuous, and every bin has the same gap.
    var random = SeededNumbers(seed: 72)
    let repeats = 400
    var covered = 0
    var coveredAccuracy = 0
    var coveredGap = 0
    for _ in 0..<repeats {
      let (confidences, correct) = draw(200, gap: gap, &random)
      let bins = ReliabilityBins(confidences: confidences, correct: correct)
      if ConfidenceIntervals.expectedError(bins)?.contains(gap) == true { covered += 1 }
      // E √u = 2/3.
      let accuracy = 0.3 + 0.7 * 2 / 3 - gap
      let share = ConfidenceIntervals.share(hits: correct.count { $0 }, of: 200)
      if share?.contains(accuracy) == true { coveredAccuracy += 1 }
      let mean = ConfidenceIntervals.mean(zip(confidences, correct).map { $0 - ($1 ? 1 : 0) })
      if mean?.contains(gap) == true { coveredGap += 1 }
    }
    // 400 repeats are off by 1.1 points: 93 % less two of those.
    #expect(Double(covered) / Double(repeats) >= 0.91)
    #expect(Double(coveredAccuracy) / Double(repeats) >= 0.91)
    #expect(Double(coveredGap) / Double(repeats) >= 0.91)
  }

  @Test func `the kernel error is the mean over all pairs`() throws {
    var random = SeededNumbers(seed: 73)
    let (confidences, correct) = draw(80, gap: 0.1, &random)
    let residuals = zip(confidences, correct).map { ($1 ? 1 : 0) - $0 }
    var sum = 0.0
    for i in 0..<80 {
      for j in 0..<80 where i != j {
        sum += residuals[i] * residuals[j] * exp(-abs(confidences[i] - confidences[j]) / 0.2)
      }
    }
    let found = try #require(
      KernelCalibrationError()(confidences: confidences, correct: correct))
    #expect(abs(found - sum / (80 * 79)) < 1e-14)
    #expect(KernelCalibrationError()(confidences: [0.5], correct: [true]) == nil)
  }

  @Test func `the risk–coverage area is that by hand, ties together`() {
    // Kept 1: no error; kept 2 and 3 are tied, one of them wrong: ½ / 2 and 1 / 3.
    let scores = RankingScores(confidences: [0.9, 0.5, 0.5], correct: [true, true, false])
    #expect(abs((scores.areaUnderRiskCoverage ?? 0) - (0 + 0.25 + 1.0 / 3) / 3) < 1e-15)
    #expect(scores.areaUnderROC == 0.75)
    #expect(RankingScores(confidences: [0.9], correct: [true]).areaUnderROC == nil)
  }

  @Test func `the parts of the Brier score add up to it`() throws {
    var random = SeededNumbers(seed: 74)
    let predictions = random.predictions(samples: 400, classes: 4)
    let probabilities = softmax(predictions.logits)
    let table = try FigureTable(probabilities, labels: predictions.labels)
    let brier = try #require(
      LikelihoodScores(probabilities, labels: predictions.labels).brier)
    let calibration = try #require(table["brier_calibration"])
    let refinement = try #require(table["brier_refinement"])
    #expect(abs(calibration + refinement - brier) < 1e-15)
    #expect(calibration > 0)
  }

  @Test func `the bootstrap is seeded and holds the figure`() throws {
    var random = SeededNumbers(seed: 76)
    let values = (0..<300).map { _ in random.normal() }
    func interval(seed: UInt64) -> Interval? {
      ConfidenceIntervals.bootstrap(samples: 300, resamples: 200, seed: seed) { rows in
        rows.reduce(0) { $0 + values[$1] } / 300
      }
    }
    let first = try #require(interval(seed: 1))
    #expect(first == interval(seed: 1))
    #expect(first != interval(seed: 2))
    #expect(first.contains(values.reduce(0, +) / 300))
    #expect(abs(first.upper - first.lower - 2 * 1.96 / 300.0.squareRoot()) < 0.06)
  }
}
