import Foundation
import Testing

@testable import Calibration

/// Figures that Fixtures/Calibration/metrics.py printed with torchmetrics 1.9.0, netcal 1.4.0,
/// scikit-learn 1.9.1 and relplot 1.0.3.
struct MetricPeersTests {
  private let confidences = (0..<400).map { Double($0 * 37 % 65) / 64 }
  private var correct: [Bool] {
    confidences.enumerated().map { index, confidence in
      Double((index * 61 + index / 7) % 64) < confidence * 58
    }
  }

  private func bins(_ mode: CompatibilityMode, _ count: Int) -> ReliabilityBins {
    ReliabilityBins(
      confidences: confidences, correct: correct, binning: mode.binning(bins: count))
  }

  @Test func `the example is the script's`() {
    #expect(confidences.reduce(0, +) / 400 == 0.49921875)
    #expect(Double(correct.count { $0 }) / 400 == 0.4625)
  }

  @Test func `torchmetrics agrees in three norms`() {
    let ten = bins(.torchmetrics, 10)
    #expect(abs(ten.expectedError - 0.053828125) < 1e-12)
    #expect(abs(ten.rootMeanSquareError - 0.058136283160559916) < 1e-12)
    #expect(abs(abs(ten.worst?.gap ?? 0) - 0.1428571428571429) < 1e-12)
    let fifteen = bins(.torchmetrics, 15)
    #expect(abs(fifteen.expectedError - 0.060859375) < 1e-12)
    #expect(abs(fifteen.rootMeanSquareError - 0.07325957477925114) < 1e-12)
    #expect(abs(abs(fifteen.worst?.gap ?? 0) - 0.149375) < 1e-12)
  }

  @Test func `torchmetrics puts exactly 1 apart: 0.525 where the textbook has 0.475`() {
    // torchmetrics issue 3510.
    let confidences = [0.95, 1.0]
    let correct = [false, true]
    func error(_ binning: Binning) -> Double {
      ReliabilityBins(confidences: confidences, correct: correct, binning: binning)
        .expectedError
    }
    #expect(abs(error(.equalWidthWithCertain(10)) - 0.475) < 1e-12)
    #expect(abs(error(.equalWidth(10)) - 0.475) < 1e-12)
    let other = ReliabilityBins(
      confidences: confidences, correct: [true, false], binning: .equalWidthWithCertain(10))
    #expect(abs(other.expectedError - 0.525) < 1e-12)
    let textbook = ReliabilityBins(
      confidences: confidences, correct: [true, false], binning: .equalWidth(10))
    #expect(abs(textbook.expectedError - 0.475) < 1e-12)
  }

  @Test func `netcal agrees`() {
    #expect(abs(bins(.netcal, 10).expectedError - 0.053828125) < 1e-12)
    #expect(abs(abs(bins(.netcal, 10).worst?.gap ?? 0) - 0.07485465116279078) < 1e-12)
    #expect(abs(bins(.netcal, 15).expectedError - 0.060859375) < 1e-12)
    #expect(abs(abs(bins(.netcal, 15).worst?.gap ?? 0) - 0.149375) < 1e-12)
  }

  @Test func `scikit-learn's area under the ROC curve agrees`() {
    let ranking = RankingScores(confidences: confidences, correct: correct)
    #expect(abs((ranking.areaUnderROC ?? 0) - 0.8067756128221245) < 1e-12)
  }

  @Test func `relplot's smooth calibration error agrees, to the width of its grid`() {
    let found = SmoothCalibrationError()(confidences: confidences, correct: correct)
    #expect(abs((found ?? 0) - 0.04738562848909827) < 1e-3)
  }
}
