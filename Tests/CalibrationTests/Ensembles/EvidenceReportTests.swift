import Foundation
import Testing

@testable import Calibration

struct EvidenceReportTests {
  /// Two experts, two samples, three classes.
  private let first = Logits([2, 0.5, -1, 0, 0, 0], classes: 3)
  private let second = Logits([1, 1, 0, 3, -2, 0.5], classes: 3)

  /// As the formulas are written: S = Σ (e^z + 1), b = e^z / S, u = C / S, K = Σ_{i ≠ j} b_i b′_j.
  private func unsure(_ sample: Int) -> (experts: [Double], ensemble: Double) {
    var beliefs: [[Double]] = []
    var unsure: [Double] = []
    for logits in [first, second] {
      let row = logits.values[sample * 3..<(sample + 1) * 3].map { exp(Double($0)) }
      let strength = row.reduce(3, +)
      beliefs.append(row.map { $0 / strength })
      unsure.append(3 / strength)
    }
    var conflict = 0.0
    for i in 0..<3 {
      for j in 0..<3 where i != j { conflict += beliefs[0][i] * beliefs[1][j] }
    }
    return (unsure, unsure[0] * unsure[1] / (1 - conflict))
  }

  @Test func `what is unsure is what the formulas say`() {
    let found = EvidentialUncertainty([first, second])
    for sample in 0..<2 {
      let expected = unsure(sample)
      for expert in 0..<2 {
        #expect(abs(exp(-found.experts[expert][sample]) - expected.experts[expert]) < 1e-12)
      }
      #expect(abs(exp(-found.ensemble[sample]) - expected.ensemble) < 1e-12)
    }
    #expect(abs(exp(-found.experts[0][0]) - 0.241825) < 1e-6)
  }

  @Test func `experts that are sure of different classes are still numbers`() {
    let found = EvidentialUncertainty([
      Logits([3000, 0], classes: 2), Logits([0, 3000], classes: 2),
    ])
    #expect(found.ensemble[0].isFinite && found.ensemble[0] >= 0)
  }

  @Test func `right answers are told from wrong ones by both`() throws {
    // Both samples are of class 0; the mean answers the second one rightly and surely.
    var predictions = Predictions(
      logits: EnsembleCombination.meanLogits.logits([first, second]), labels: [1, 0])
    predictions.expertLogits = [first, second]
    let report = try EvidenceReport(predictions)
    #expect(report.experts.count == 2)
    let expected = (0..<2).map { unsure($0) }
    let mean = (expected[0].ensemble + expected[1].ensemble) / 2
    #expect(abs((report.ensemble.meanUncertainty ?? 0) - mean) < 1e-12)
    let isSurer = expected[1].ensemble < expected[0].ensemble
    #expect(report.ensemble.byUncertainty.areaUnderROC == (isSurer ? 1 : 0))
    let top = TopLabels(softmax(predictions.logits)).confidences
    #expect(report.ensemble.byConfidence.areaUnderROC == (top[1] > top[0] ? 1 : 0))
  }

  @Test func `what all experts leave unsure ranks answers as the report says`() throws {
    let experts = [first, second]
    let found = EvidentialUncertainty(experts).uncertainties
    for sample in 0..<2 { #expect(abs(found[sample] - unsure(sample).ensemble) < 1e-12) }
    var predictions = Predictions(
      logits: EnsembleCombination.meanLogits.logits(experts), labels: [1, 0])
    predictions.expertLogits = experts
    predictions.uncertainties = found
    let table = try FigureTable(evaluating: softmax(predictions.logits), of: predictions)
    let report = try EvidenceReport(predictions).ensemble
    #expect(table["uncertainty_auroc"] == report.byUncertainty.areaUnderROC)
    #expect(table["uncertainty_aurc"] == report.byUncertainty.areaUnderRiskCoverage)
    #expect(table["auroc"] == report.byConfidence.areaUnderROC)
    #expect(table["uncertainty_aurc"] != nil)
  }

  @Test func `predictions without experts are refused`() {
    #expect(throws: CalibrationError.needsExperts(role: "test")) {
      try EvidenceReport(Predictions(logits: first, labels: [0, 1]))
    }
  }
}
