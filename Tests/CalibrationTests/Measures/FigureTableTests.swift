import ArrayFiles
import CalibrationTesting
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Tables of figures.
struct FigureTableTests {
  private static func example(
    samples: Int = 900, classes: Int = 4
  ) -> (probabilities: Probabilities, labels: [Int]) {
    var random = SeededNumbers(seed: 81)
    let predictions = random.predictions(samples: samples, classes: classes)
    return (softmax(predictions.logits), predictions.labels)
  }

  private func value(_ report: FigureTable, _ name: String) throws -> Double {
    try #require(try report.row(name).value, "\(name)")
  }

  @Test func `figures are what bins, scores and ranks say one by one`() throws {
    let (probabilities, labels) = Self.example()
    let counts = [500, 200, 50, 10]
    let report = try FigureTable(probabilities, labels: labels, classCounts: counts)
    let top = TopLabels(probabilities)
    let bins = ReliabilityBins(top, labels: labels)
    let accuracy = Accuracy(top, labels: labels, classes: 4)
    let groups = ShotGroups(counts: counts)
    let classwise = ClasswiseErrors(probabilities, labels: labels)
    let scores = LikelihoodScores(probabilities, labels: labels)
    let null = NullBand(confidences: top.confidences)
    let correct = top.correct(labels)
    let ranking = RankingScores(confidences: top.confidences, correct: correct)
    let ofClasses = (0..<4).map { label in
      ReliabilityBins(
        confidences: (0..<labels.count).map { probabilities.values[$0 * 4 + label] },
        correct: labels.map { $0 == label })
    }
    let parts = ofClasses.map { $0.rootMeanSquareError * $0.rootMeanSquareError }.reduce(0, +)
    let expected: [String: Double?] = [
      "accuracy": accuracy.overall, "balanced_accuracy": accuracy.balanced,
      "accuracy_many": accuracy.of(.many, in: groups),
      "accuracy_medium": accuracy.of(.medium, in: groups),
      "accuracy_few": accuracy.of(.few, in: groups), "ece": bins.expectedError,
      "mce": bins.worst?.gap.map(abs), "ece_l2": bins.rootMeanSquareError,
      "ece_debiased": bins.expectedError - null.mean,
      "adaptive_ece": ReliabilityBins(top, labels: labels, binning: .equalMass(15)).expectedError,
      "classwise_ece": classwise.meanEqualWidth, "ace": classwise.meanAdaptive,
      "smooth_ece": SmoothCalibrationError()(confidences: top.confidences, correct: correct),
      "kernel_error": KernelCalibrationError()(confidences: top.confidences, correct: correct),
      "overconfidence_error": bins.overconfidenceError,
      "underconfidence_error": bins.underconfidenceError, "signed_gap": bins.signedGap,
      "nll": scores.negativeLogLikelihood, "brier": scores.brier, "brier_calibration": parts,
      "brier_refinement": (scores.brier ?? .nan) - parts, "auroc": ranking.areaUnderROC,
      "aurc": ranking.areaUnderRiskCoverage,
    ]
    for (name, figure) in expected {
      #expect(abs(try value(report, name) - (figure ?? .nan)) < 1e-12, "\(name)")
    }
    #expect(report.nullBand == null)
    #expect(report.accuracyOfClass == accuracy.ofClass)
    #expect(report.groupRule == groups.rule)
    let few = Reliability(
      top, labels: labels,
      rows: labels.indices.filter { groups.ofClass[top.predicted[$0]] == .few },
      binning: .equalWidth(15))
    #expect(report.groupsByPredictedLabel?[.few]?.samples == few.samples)
  }

  @Test func `a table of some measures has those alone, with the same values`() throws {
    let (probabilities, labels) = Self.example()
    let whole = try FigureTable(probabilities, labels: labels)
    let some = try FigureTable(
      of: Measures.named(["nll", "ece", "none such"]), probabilities, labels: labels)
    #expect(some.rows.map(\.name) == ["nll", "ece"])
    #expect(some["nll"] == whole["nll"] && some["ece"] == whole["ece"])
    #expect(some["brier"] == nil && some.nullBand == nil && some.perClass.isEmpty)
  }

  @Test func `tables read back from JSON are equal, explained or not, with intervals`() throws {
    let (probabilities, labels) = Self.example()
    var settings = MeasureSettings()
    settings.intervals = .formulas
    settings.bins = 10
    let counts = [500, 200, 50, 10]
    let explained = try FigureTable(probabilities, labels: labels, classCounts: counts, settings)
    let bare = try FigureTable(
      of: Measures.recorded, probabilities, labels: labels, classCounts: counts)
    for table in [explained, bare] {
      let copy = try JSONDecoder().decode(FigureTable.self, from: JSONEncoder().encode(table))
      #expect(copy == table)
    }
    #expect(try explained.row("ece").interval != nil)
  }

  @Test func `tables measured in parts of any size are the same`() throws {
    let (probabilities, labels) = Self.example()
    let folder = try TemporaryFolder()
    try NPYFile.write(
      NumericArray(probabilities.values, shape: [900, 4]), to: folder("probabilities.npy"))
    try NPYFile.write(NumericArray(labels, shape: [900]), to: folder("labels.npy"))
    let rows = try LabelledRows(folder: folder.path)
    let whole = try FigureTable.measure(rows).table
    let expected = try FigureTable(probabilities, labels: labels)
    for figure in expected.rows where figure.value != nil {
      #expect(abs(try value(whole, figure.name) - (figure.value ?? .nan)) < 1e-12)
    }
    #expect(rows.rows.ranges(values: 40).count == 90)
    #expect(rows.rows.ranges(values: 1).count == 900)
    let covered = rows.rows.ranges(values: 999).flatMap { Array($0) }
    #expect(covered == Array(0..<900))
  }

  @Test func `tables of merged states equal those measured while streaming, in any order`() throws {
    let (probabilities, labels) = Self.example()
    var settings = MeasureSettings()
    settings.isStreaming = true
    let whole = try FigureTable(
      probabilities, labels: labels, classCounts: [9, 9, 9, 9], settings)
    let cuts = [0, 1, 350, 351, 900]
    let parts = zip(cuts, cuts.dropFirst()).map { begin, end in
      var state = MergeableEvidence(classes: 4)
      state.add(
        Probabilities(Array(probabilities.values[begin * 4..<end * 4]), classes: 4),
        labels: Array(labels[begin..<end]))
      return state
    }
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
      var state = MergeableEvidence(classes: 4)
      for index in order { try state.merge(parts[index]) }
      let found = try FigureTable(state, classCounts: [9, 9, 9, 9])
      #expect(found.samples == 900)
      #expect(found.reliability.map(\.count) == whole.reliability.map(\.count))
      #expect(found.accuracyOfClass == whole.accuracyOfClass)
      for (first, second) in zip(found.rows, whole.rows) {
        #expect(first.name == second.name)
        #expect((first.value == nil) == (second.value == nil), "\(first.name)")
        #expect(first.convention == second.convention)
        #expect(abs((first.value ?? 0) - (second.value ?? 0)) < 1e-12, "\(first.name)")
      }
    }
  }

  @Test func `while streaming, figures that need every sample have no value, and say why`() throws {
    let (probabilities, labels) = Self.example()
    var settings = MeasureSettings()
    settings.isStreaming = true
    let report = try FigureTable(
      probabilities, labels: labels, uncertainties: labels.map(Double.init), settings)
    for metric in Measures.all where metric.name != "adaptive_ece" {
      let figure = try report.row(metric.name)
      guard !metric.name.hasPrefix("accuracy_") else { continue }
      #expect((figure.value != nil) == (metric.need == .bins), "\(metric.name)")
      #expect((figure.absence != nil) == (figure.value == nil), "\(metric.name)")
    }
    let adaptive = try report.row("adaptive_ece")
    #expect(adaptive.convention.hasSuffix("/cells4096"))
    let exact = try FigureTable(probabilities, labels: labels).row("adaptive_ece").value
    #expect(abs((adaptive.value ?? .nan) - (exact ?? .nan)) < 5e-3)
    settings.intervals = .all
    #expect(throws: CalibrationError.self) {
      try FigureTable(probabilities, labels: labels, settings)
    }
  }

  @Test
  func `without samples of a class, or fewer than bins, there is no value but a reason`() throws {
    let probabilities = Probabilities([0.9, 0.05, 0.05, 0.6, 0.3, 0.1], classes: 3)
    let report = try FigureTable(probabilities, labels: [0, 0])
    #expect(report.notes == ["no sample belongs to class 1, 2"])
    #expect(
      try report.row("ace").absence == "2 samples are fewer than 15 bins of equal mass")
    #expect(try report.row("adaptive_ece").value == nil)
    #expect(try report.row("auroc").absence == "all answers are right, or all are wrong")
    #expect(try report.row("accuracy_few").absence == "no class counts were given")
    #expect(try report.row("balanced_accuracy").value == 1)
    let grouped = try FigureTable(probabilities, labels: [0, 0], classCounts: [500, 50, 5])
    #expect(try grouped.row("accuracy_many").value == 1)
    #expect(try grouped.row("accuracy_few").absence == "no class of that group has a sample")
    #expect(grouped.groupsByTrueLabel?[.few]?.samples == 0)
    #expect(throws: UnknownName.self) { try report.row("ec") }
  }

  @Test func `another norm is taken for the three errors of bins`() throws {
    let (probabilities, labels) = Self.example()
    let bins = ReliabilityBins(TopLabels(probabilities), labels: labels)
    for norm in CalibrationNorm.allCases {
      var settings = MeasureSettings()
      settings.norm = norm
      let report = try FigureTable(probabilities, labels: labels, settings)
      #expect(abs(try value(report, "ece") - bins.error(norm)) < 1e-15)
      #expect(
        try report.row("ece").convention == "ece/top-label/\(norm.rawValue)/width15/(lo,hi]")
      #expect(abs(try value(report, "mce") - bins.error(.maximum)) < 1e-15)
      #expect((report.nullBand?.mean ?? 0) > 0)
    }
  }

  @Test func `tables written as JSON have every key, null where there is no value`() throws {
    let (probabilities, labels) = Self.example()
    let report = try FigureTable(probabilities, labels: labels)
    let json = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
    // Nobody said how unsure answers are.
    let names = Measures.all.filter { $0.need != .uncertainties }.map(\.name)
    for name in names { #expect(json[name] != nil, "\(name)") }
    for name in [
      "samples", "classes", "bins", "mce_count", "conventions", "reliability",
      "accuracy_per_class", "ece_null",
    ] { #expect(json[name] != nil, "\(name)") }
    #expect(json["accuracy_few"] is NSNull)
    #expect(abs((json["ece"] as? Double ?? .nan) - (try value(report, "ece"))) < 1e-15)
    #expect((json["conventions"] as? [String: String])?.count == names.count)
  }
}
