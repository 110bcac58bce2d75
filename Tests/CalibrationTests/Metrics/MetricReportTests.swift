import CalibrationTesting
import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

@Suite("Reports of metrics")
struct MetricReportTests {
  private static func example(
    samples: Int = 900, classes: Int = 4
  ) -> (probabilities: Probabilities, labels: [Int]) {
    var random = SeededNumbers(seed: 81)
    let predictions = random.predictions(samples: samples, classes: classes)
    return (softmax(predictions.logits), predictions.labels)
  }

  private func value(_ report: MetricReport, _ name: String) throws -> Double {
    try #require(try report.figure(name).value, "\(name)")
  }

  @Test("hold the figures of the scorecard and of the diagnostics")
  func sameFigures() throws {
    let (probabilities, labels) = Self.example()
    let counts = [500, 200, 50, 10]
    let report = try MetricReport(probabilities, labels: labels, classCounts: counts)
    let card = Scorecard(probabilities, labels: labels, classCounts: counts)
    let diagnostics = CalibrationDiagnostics(probabilities, labels: labels)
    let expected: [String: Double?] = [
      "accuracy": card.accuracy, "balanced_accuracy": card.balancedAccuracy,
      "accuracy_many": card.accuracyMany, "accuracy_medium": card.accuracyMedium,
      "accuracy_few": card.accuracyFew, "ece": card.expectedError, "mce": card.maximumError,
      "ece_l2": diagnostics.rootMeanSquareError, "ece_debiased": diagnostics.debiasedError,
      "adaptive_ece": card.adaptiveError, "classwise_ece": card.classwiseError,
      "ace": card.classwiseAdaptiveError, "smooth_ece": diagnostics.smoothError,
      "kernel_error": diagnostics.kernelError,
      "overconfidence_error": card.overconfidenceError,
      "underconfidence_error": diagnostics.underconfidenceError, "signed_gap": card.signedGap,
      "nll": card.negativeLogLikelihood, "brier": card.brier,
      "brier_calibration": diagnostics.brierParts.calibration,
      "brier_refinement": diagnostics.brierParts.refinement,
      "auroc": diagnostics.ranking.areaUnderROC,
      "aurc": diagnostics.ranking.areaUnderRiskCoverage,
    ]
    #expect(Set(expected.keys) == Set(Metrics.names))
    for (name, figure) in expected {
      #expect(abs(try value(report, name) - (figure ?? .nan)) < 1e-12, "\(name)")
    }
    #expect(report.nullBand == diagnostics.nullBand)
    #expect(report.accuracyOfClass == card.accuracyOfClass)
    #expect(report.groupRule == card.groupRule)
    #expect(
      report.groupsByPredictedLabel?[.few]?.samples == card.groupsByPredictedLabel?[.few]?.samples)
  }

  @Test("measured in parts of any size are the same")
  func parts() throws {
    let (probabilities, labels) = Self.example()
    let folder = try TemporaryFolder()
    try NPYFile.write(
      NumericArray(probabilities.values, shape: [900, 4]), to: folder("probabilities.npy"))
    try NPYFile.write(NumericArray(labels, shape: [900]), to: folder("labels.npy"))
    let rows = try LabelledRows(folder: folder.path)
    let whole = try MetricReport.measure(rows).report
    let expected = try MetricReport(probabilities, labels: labels)
    for figure in expected.figures where figure.value != nil {
      #expect(abs(try value(whole, figure.name) - (figure.value ?? .nan)) < 1e-12)
    }
    #expect(rows.rows.ranges(values: 40).count == 90)
    #expect(rows.rows.ranges(values: 1).count == 900)
    let covered = rows.rows.ranges(values: 999).flatMap { Array($0) }
    #expect(covered == Array(0..<900))
  }

  @Test("of merged states equal those measured while streaming, in any order")
  func merged() throws {
    let (probabilities, labels) = Self.example()
    var settings = MetricSettings()
    settings.isStreaming = true
    let whole = try MetricReport(
      probabilities, labels: labels, classCounts: [9, 9, 9, 9], settings)
    let cuts = [0, 1, 350, 351, 900]
    let parts = zip(cuts, cuts.dropFirst()).map { begin, end in
      var state = ScorecardState(classes: 4)
      state.add(
        Probabilities(Array(probabilities.values[begin * 4..<end * 4]), classes: 4),
        labels: Array(labels[begin..<end]))
      return state
    }
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
      var state = ScorecardState(classes: 4)
      for index in order { try state.merge(parts[index]) }
      let found = MetricReport(state, classCounts: [9, 9, 9, 9])
      #expect(found.samples == 900)
      #expect(found.reliability.map(\.count) == whole.reliability.map(\.count))
      #expect(found.accuracyOfClass == whole.accuracyOfClass)
      for (first, second) in zip(found.figures, whole.figures) {
        #expect(first.name == second.name)
        #expect((first.value == nil) == (second.value == nil), "\(first.name)")
        #expect(first.convention == second.convention)
        #expect(abs((first.value ?? 0) - (second.value ?? 0)) < 1e-12, "\(first.name)")
      }
    }
  }

  @Test("while streaming have no value where every sample is needed, and say why")
  func streaming() throws {
    let (probabilities, labels) = Self.example()
    var settings = MetricSettings()
    settings.isStreaming = true
    let report = try MetricReport(probabilities, labels: labels, settings)
    for metric in Metrics.all where metric.name != "adaptive_ece" {
      let figure = try report.figure(metric.name)
      guard !metric.name.hasPrefix("accuracy_") else { continue }
      #expect((figure.value != nil) == (metric.need == .bins), "\(metric.name)")
      #expect((figure.absence != nil) == (figure.value == nil), "\(metric.name)")
    }
    let adaptive = try report.figure("adaptive_ece")
    #expect(adaptive.convention.hasSuffix("/cells4096"))
    let exact = try MetricReport(probabilities, labels: labels).figure("adaptive_ece").value
    #expect(abs((adaptive.value ?? .nan) - (exact ?? .nan)) < 5e-3)
    settings.hasIntervals = true
    #expect(throws: CalibrationError.self) {
      try MetricReport(probabilities, labels: labels, settings)
    }
  }

  @Test("without samples of a class, or fewer than bins, have no value and a reason")
  func absences() throws {
    let probabilities = Probabilities([0.9, 0.05, 0.05, 0.6, 0.3, 0.1], classes: 3)
    let report = try MetricReport(probabilities, labels: [0, 0])
    #expect(report.notes == ["no sample belongs to class 1, 2"])
    #expect(
      try report.figure("ace").absence == "2 samples are fewer than 15 bins of equal mass")
    #expect(try report.figure("adaptive_ece").value == nil)
    #expect(try report.figure("auroc").absence == "all answers are right, or all are wrong")
    #expect(try report.figure("accuracy_few").absence == "no class counts were given")
    #expect(try report.figure("balanced_accuracy").value == 1)
    let grouped = try MetricReport(probabilities, labels: [0, 0], classCounts: [500, 50, 5])
    #expect(try grouped.figure("accuracy_many").value == 1)
    #expect(try grouped.figure("accuracy_few").absence == "no class of that group has a sample")
    #expect(grouped.groupsByTrueLabel?[.few]?.samples == 0)
    #expect(throws: UnknownName.self) { try report.figure("ec") }
  }

  @Test("in another norm take it for the three errors of bins")
  func norms() throws {
    let (probabilities, labels) = Self.example()
    let bins = ReliabilityBins(TopLabels(probabilities), labels: labels)
    for norm in CalibrationNorm.allCases {
      var settings = MetricSettings()
      settings.norm = norm
      let report = try MetricReport(probabilities, labels: labels, settings)
      #expect(abs(try value(report, "ece") - bins.error(norm)) < 1e-15)
      #expect(
        try report.figure("ece").convention == "ece/top-label/\(norm.rawValue)/width15/(lo,hi]")
      #expect(abs(try value(report, "mce") - bins.error(.maximum)) < 1e-15)
      #expect((report.nullBand?.mean ?? 0) > 0)
    }
  }

  @Test("written as JSON have every key, null where there is no value")
  func keys() throws {
    let (probabilities, labels) = Self.example()
    let report = try MetricReport(probabilities, labels: labels)
    let json = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
    for name in Metrics.names { #expect(json[name] != nil, "\(name)") }
    for name in [
      "samples", "classes", "bins", "mce_count", "conventions", "reliability",
      "accuracy_per_class", "ece_null",
    ] { #expect(json[name] != nil, "\(name)") }
    #expect(json["accuracy_few"] is NSNull)
    #expect(abs((json["ece"] as? Double ?? .nan) - (try value(report, "ece"))) < 1e-15)
    #expect((json["conventions"] as? [String: String])?.count == Metrics.names.count)
  }
}
