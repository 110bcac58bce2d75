import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Evidence of a class prior.
struct PriorEvidenceTests {
  private let validation = PriorLawTests.predictions(
    600, prior: PriorLawTests.source, source: PriorLawTests.source, seed: 21)
  private let rows = PriorLawTests.predictions(
    300, prior: PriorLawTests.target, source: PriorLawTests.source, seed: 22
  ).logits

  private var estimation: PriorEstimation {
    var estimation = PriorEstimation()
    estimation.resamples = 24
    estimation.refits = 2
    return estimation
  }

  @Test func `merged states give what one batch gives, exactly`() throws {
    try withTemporaryFolder { folder in
      let parts = [rows.part(0..<110), rows.part(110..<300)]
      for (index, part) in parts.enumerated() {
        try PriorEvidence(fittedTo: validation, rows: part).write(to: "\(folder)/\(index).state")
      }
      let merged = try PriorEvidence.read("\(folder)/0.state")
        .merging(PriorEvidence.read("\(folder)/1.state"))
      let whole = try PriorEvidence(fittedTo: validation, rows: rows)
      let found = try estimation.estimate(merged)
      let expected = try estimation.estimate(whole)
      #expect(found.estimate == expected.estimate)
      #expect(found.lower == expected.lower)
      #expect(found.upper == expected.upper)
      #expect(found.shift == expected.shift)
      #expect(found.batches.map(\.samples) == [110, 190])
      try merged.write(to: "\(folder)/merged.state")
      #expect(try estimation.estimate(PriorEvidence.read("\(folder)/merged.state")) == found)
    }
  }

  @Test func `files of states are one, and a copy of one under any name does not count twice`()
    throws
  {
    try withTemporaryFolder { folder in
      let (first, second, copy) = (folder + "/a.state", folder + "/b.state", folder + "/c.state")
      let (one, two) = (rows.part(0..<110), rows.part(110..<300))
      try PriorEvidence(fittedTo: validation, rows: one).write(to: first)
      try PriorEvidence(fittedTo: validation, rows: two).write(to: second)
      let merged = try #require(try PriorEvidence.merging([first, second]))
      #expect(merged.batches == [one, two])
      #expect(try PriorEvidence.merging([]) == nil)
      #expect(throws: FileProblem(first, "is named twice; its samples would count twice")) {
        try PriorEvidence.merging([first, second, first])
      }
      // One batch of a whole is enough.
      try merged.write(to: copy)
      let words = "holds the same samples as \(second); they would count twice"
      #expect(throws: FileProblem(copy, words)) { try PriorEvidence.merging([second, copy]) }
      // Why they cannot be merged at all comes first.
      try PriorEvidence(uncalibrated: validation, rows: one).write(to: copy)
      #expect { try PriorEvidence.merging([first, copy]) } throws: {
        "\($0)".contains("their calibrators differ")
      }
    }
  }

  @Test func `rows of answers of 0 and 1 may be equal without being a copy`() throws {
    try withTemporaryFolder { folder in
      let answer = Probabilities([0, 1, 0, 0, 0], classes: 5).logarithms
      let state = try PriorEvidence(uncalibrated: validation, rows: answer)
      #expect(try state.merging(state).samples == 2)
      try state.write(to: folder + "/a.state")
      try state.write(to: folder + "/b.state")
      #expect(
        try PriorEvidence.merging([folder + "/a.state", folder + "/b.state"])?.samples == 2)
    }
  }

  @Test func `what does not belong together is not merged`() throws {
    let one = try PriorEvidence(fittedTo: validation, rows: rows.part(0..<100))
    func refusal(_ other: PriorEvidence) -> String {
      do {
        _ = try one.merging(other)
        return ""
      } catch { return "\(error)" }
    }
    #expect(refusal(one).contains("in both"))
    let fewer = validation.selecting(Array(0..<500))
    #expect(
      refusal(try PriorEvidence(fittedTo: fewer, rows: rows)).contains("labelled rows differ"))
    let other = try PriorEvidence(
      fittedTo: validation, method: TemperatureScaling(), rows: rows)
    #expect(refusal(other).contains("calibrators differ (bcts and temperature)"))
  }

  @Test func `a file that is no state, or a broken one, is named`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.state"
      try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: FileProblem.self) { try PriorEvidence.read(path) }
      try SafetensorsFile.write([], metadata: ["format": "longtail prior state"], to: path)
      do {
        _ = try PriorEvidence.read(path)
        Issue.record("it was read")
      } catch { #expect("\(error)".contains("version")) }
    }
  }

  @Test func `rows that cannot be used are refused`() {
    func refusal(_ values: [Float], classes: Int = 5) -> String {
      do {
        _ = try PriorEvidence(fittedTo: validation, rows: Logits(values, classes: classes))
        return ""
      } catch { return "\(error)" }
    }
    #expect(refusal([1, 2, 3, 4], classes: 4).contains("4 classes, the labelled ones 5"))
    #expect(refusal([]).contains("no samples"))
    #expect(refusal([1, 2, 3, 4, .nan]).contains("row 0, column 4"))
  }

  @Test func `bias-corrected scaling is usual, plain scaling where a class has few rows`() throws {
    #expect(PriorEvidence.usualMethod(for: validation) is BiasCorrectedTemperatureScaling)
    let few = validation.selecting(
      validation.labels.indices.filter { validation.labels[$0] != 4 || $0 < 100 })
    #expect(few.labelCounts[4] < 10)
    #expect(PriorEvidence.usualMethod(for: few) is TemperatureScaling)
  }

  @Test func `a singular matrix of predicted classes gives way to that of probabilities`() throws {
    // Class 4 is never the most probable one.
    let values = validation.logits.values.enumerated().map { $0 % 5 == 4 ? $1 - 14 : $1 }
    let shy = Predictions(logits: Logits(values, classes: 5), labels: validation.labels)
    let target = Logits(
      rows.values.enumerated().map { $0 % 5 == 4 ? $1 - 14 : $1 }, classes: 5)
    let evidence = try PriorEvidence(uncalibrated: shy, rows: target)
    var hard = estimation
    hard.estimator = HardConfusionPrior()
    let found = try hard.estimate(evidence)
    #expect(found.notes.contains { $0.contains("singular") && $0.contains("class 4") })
    var soft = hard
    soft.estimator = SoftConfusionPrior()
    #expect(try soft.estimate(evidence).estimate == found.estimate)
    #expect(found.doubts.contains { $0.contains("never predicted") })
    #expect(found.doubts.contains { $0.contains("not calibrated") })
  }

  @Test func `classes that look the same to the model are said to be undetermined`() throws {
    let values = validation.logits.values
    var same: [Float] = []
    for row in validation.labels.indices {
      let shared: Float = values[row * 5 + 1]
      same += [values[row * 5], shared, shared]
    }
    let labels = validation.labels.indices.map { $0 % 3 }
    let flat = Predictions(
      logits: Logits([Float](repeating: 0, count: same.count), classes: 3), labels: labels)
    var soft = estimation
    soft.estimator = SoftConfusionPrior()
    #expect(throws: CalibrationError.self) {
      try soft.estimate(PriorEvidence(uncalibrated: flat, rows: Logits(same, classes: 3)))
    }
    do {
      _ = try soft.estimate(PriorEvidence(uncalibrated: flat, rows: Logits(same, classes: 3)))
    } catch { #expect("\(error)".contains("rank 1 of 3")) }
  }

  @Test func `too few rows keep the source prior, and say so`() throws {
    let evidence = try PriorEvidence(fittedTo: validation, rows: rows.part(0..<4))
    let found = try estimation.estimate(evidence)
    #expect(found.shift == nil)
    #expect(!found.isApplied)
    #expect(found.prior == found.sourcePrior)
    #expect(found.verdict.contains("too few rows"))
    #expect(found.doubts.contains { $0.contains("4 rows for 5 classes") })
    var always = estimation
    always.level = 1
    #expect(try always.estimate(evidence).isApplied)
  }

  @Test func `a class that was never seen is left out, or its share doubted`() throws {
    let seen = validation.selecting(
      validation.labels.indices.filter { validation.labels[$0] != 2 })
    let found = try estimation.estimate(
      PriorEvidence(fittedTo: seen, method: TemperatureScaling(), rows: rows))
    #expect(found.doubts.contains { $0.contains("no labelled row") && $0.contains("class 2") })
    var soft = estimation
    soft.estimator = SoftConfusionPrior()
    let without = try soft.estimate(
      PriorEvidence(fittedTo: seen, method: TemperatureScaling(), rows: rows))
    #expect(without.estimate[2] == 0)
    #expect(without.lower?[2] == 0)
    #expect(without.upper?[2] == 1)
    // Excluded altogether: no probability anywhere.
    let values = seen.logits.values.enumerated().map { $0 % 5 == 2 ? -Float.infinity : $1 }
    let excluded = try estimation.estimate(
      PriorEvidence(
        uncalibrated: Predictions(logits: Logits(values, classes: 5), labels: seen.labels),
        rows: rows))
    #expect(excluded.estimate[2] == 0)
    #expect(excluded.notes.contains { $0.contains("left out") && $0.contains("class 2") })
  }

  @Test func `an estimate is written as a file that any prior is read from`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/prior.json"
      let found = try estimation.estimate(PriorEvidence(fittedTo: validation, rows: rows))
      try found.write(to: path)
      #expect(try TestPrior(path).shares(classes: 5, trainingCounts: nil).count == 5)
      let shares = try ClassShares.read(path)
      for (read, share) in zip(shares, found.prior) { #expect(abs(read - share) < 1e-12) }
      let restored = try JSONDecoder().decode(
        PriorEstimate.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
      #expect(restored == found)
    }
  }
}
