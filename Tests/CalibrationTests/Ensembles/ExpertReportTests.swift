import Foundation
import Testing

@testable import Calibration

/// What experts are good at.
struct ExpertReportTests {
  /// One class each of many, medium and few; class 0 has two samples.
  private let labels = [0, 0, 1, 2]
  private let counts = [200, 50, 5]
  /// Answers 0 1 1 0: right on the first and the third.
  private let first = Probabilities(
    [0.7, 0.2, 0.1, 0.2, 0.6, 0.2, 0.1, 0.8, 0.1, 0.5, 0.3, 0.2], classes: 3)
  /// Answers 0 0 1 2: always right.
  private let second = Probabilities(
    [0.6, 0.2, 0.2, 0.6, 0.3, 0.1, 0.3, 0.4, 0.3, 0.1, 0.1, 0.8], classes: 3)

  private func report(classCounts: [Int]?) throws -> ExpertReport {
    let experts = [first, second]
    return try ExpertReport(
      experts, ensemble: EnsembleCombination.meanProbabilities.probabilities(experts),
      labels: labels, classCounts: classCounts)
  }

  private func close(_ found: Double?, _ expected: Double) -> Bool {
    abs((found ?? .nan) - expected) < 1e-12
  }

  @Test func `accuracy and calibration of each, per group, are those counted by hand`() throws {
    let report = try report(classCounts: counts)
    #expect(report.experts.map { $0["accuracy"] } == [0.5, 1])
    #expect(report.experts.map { $0["accuracy_many"] } == [0.5, 1])
    #expect(report.experts.map { $0["accuracy_medium"] } == [1, 1])
    #expect(report.experts.map { $0["accuracy_few"] } == [0, 1])
    #expect(close(report.experts[0]["balanced_accuracy"], 0.5))
    // Every confidence has a bin of its own: 0.7 right, 0.6 wrong, 0.8 right, 0.5 wrong.
    #expect(close(report.experts[0]["ece"], (0.3 + 0.6 + 0.2 + 0.5) / 4))
    #expect(close(report.experts[0]["signed_gap"], 0.15))
    // 0.6 twice, 0.4 and 0.8, all of them right.
    #expect(close(report.experts[1]["ece"], (0.4 + 0.4 + 0.6 + 0.2) / 4))
    let ofFirst = report.experts[0].groupsByTrueLabel
    #expect(close(ofFirst?[.many]?.expectedError, (0.3 + 0.6) / 2))
    #expect(close(ofFirst?[.few]?.signedGap, 0.5))
    // Together: 0.65 right, 0.45 (class 1) wrong, 0.6 right, 0.5 (class 2) right.
    #expect(report.ensemble["accuracy"] == 0.75)
    #expect(close(report.ensemble["ece"], (0.35 + 0.45 + 0.4 + 0.5) / 4))
  }

  @Test func `the classes that each is best at are those counted by hand`() throws {
    let report = try report(classCounts: counts)
    #expect(report.strengths.bestOfClass == [[1], [0, 1], [1]])
    #expect(report.strengths.highestOfClass == [1, 1, 1])
    let shares = report.strengths.shares(of: [0, 1, 2]) ?? []
    #expect(close(shares.first, 1.0 / 6) && close(shares.last, 5.0 / 6))
    #expect(report.strengths.shares(of: report.classes(in: .medium)) == [0.5, 0.5])
    #expect(report.strengths.shares(of: report.classes(in: .few)) == [0, 1])
    #expect(close(report.strengths.tiedShare(of: [0, 1, 2]), 1.0 / 3))
  }

  @Test func `how often they disagree is what was counted by hand`() throws {
    let report = try report(classCounts: counts)
    #expect(report.disagreement.samples == 4)
    #expect(report.disagreement.pairs == [[0, 0.5], [0.5, 0]])
    #expect(report.disagreement.mean == 0.5)
    #expect(report.disagreement.unanimous == 0.5)
    #expect(report.disagreement.oracleAccuracy == 1)
    let groups = report.disagreementOfGroup
    #expect(groups?[.many]?.mean == 0.5)
    #expect(groups?[.medium]?.mean == 0)
    #expect(groups?[.few]?.mean == 1)
  }

  @Test
  func `without class counts there are no groups, without samples of a group no figures`() throws {
    let plain = try report(classCounts: nil)
    #expect(plain.groups == nil && plain.disagreementOfGroup == nil)
    #expect(plain.experts[0]["accuracy_many"] == nil)
    #expect(plain.classes(in: .few).isEmpty && plain.classes(in: nil) == [0, 1, 2])
    let onlyMany = try ExpertReport(
      [first, second], ensemble: first, labels: [0, 0, 0, 0], classCounts: counts)
    #expect(onlyMany.disagreementOfGroup?[.few] == nil)
    #expect(onlyMany.strengths.shares(of: onlyMany.classes(in: .few)) == nil)
    #expect(onlyMany.strengths.tiedShare(of: onlyMany.classes(in: .few)) == nil)
    // Either answers 0 twice.
    #expect(onlyMany.strengths.bestOfClass == [[0, 1], [], []])
  }

  @Test(arguments: [1, 2, 5])
  func `identical experts have no disagreement, and equal shares`(count: Int) throws {
    let experts = [Probabilities](repeating: first, count: count)
    let report = try ExpertReport(experts, ensemble: first, labels: labels, classCounts: counts)
    #expect(report.disagreement.mean == 0)
    #expect(report.disagreement.unanimous == 1)
    #expect(report.disagreement.divergence < 1e-12)
    #expect(report.disagreement.oracleAccuracy == 0.5)
    let shares = report.strengths.shares(of: [0, 1, 2]) ?? []
    #expect(shares.count == count && shares.allSatisfy { abs($0 - 1 / Double(count)) < 1e-12 })
    #expect(report.strengths.tiedShare(of: [0, 1, 2]) == (count == 1 ? 0 : 1))
    #expect(report.experts.allSatisfy { $0 == report.ensemble })
  }

  @Test func `shares sum to one in every group, ties included`() {
    let strengths = ExpertStrengths(accuracies: [
      [0.9, 0.5, nil, 0.2], [0.8, 0.5, nil, 0.4], [0.1, 0.5, nil, 0.4],
    ])
    #expect(strengths.bestOfClass == [[0], [0, 1, 2], [], [1, 2]])
    #expect(strengths.highestOfClass == [0.9, 0.5, nil, 0.4])
    // (1 + ⅓) / 3, (⅓ + ½) / 3 and the same.
    let shares = strengths.shares(of: [0, 1, 2, 3]) ?? []
    #expect(zip(shares, [4.0 / 9, 5.0 / 18, 5.0 / 18]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs((strengths.tiedShare(of: [0, 1, 2, 3]) ?? 0) - 2.0 / 3) < 1e-12)
    #expect(strengths.shares(of: [2]) == nil)
  }

  @Test func `nobody is best at a class that nobody recognises`() {
    let strengths = ExpertStrengths(accuracies: [[0, 0.2], [0, 0.1]])
    #expect(strengths.bestOfClass == [[], [0]])
    #expect(strengths.highestOfClass == [0, 0.2])
    #expect(strengths.shares(of: [0, 1]) == [1, 0])
    #expect(strengths.tiedShare(of: [0, 1]) == 0)
    #expect(strengths.shares(of: [0]) == nil && strengths.tiedShare(of: [0]) == nil)
  }

  @Test func `divergence is the entropy of the mean less the mean entropy`() {
    // Sure of different classes: log 2. The same: 0. (½, ½) and (1, 0): H(¾, ¼) − ½ log 2.
    let a = Probabilities([1, 0, 0.3, 0.7, 0.5, 0.5], classes: 2)
    let b = Probabilities([0, 1, 0.3, 0.7, 1, 0], classes: 2)
    let quarter: Double = -(0.75 * log(0.75) + 0.25 * log(0.25))
    let expected: [Double] = [log(2.0), 0, quarter - 0.5 * log(2.0)]
    let found = ExpertDisagreement.divergences([a, b])
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test
  func `a report is made of predictions with experts, refused without or with bad ones`() throws {
    var predictions = Predictions(
      logits: Logits([1, 0, 0, 1], classes: 2), labels: [0, 1], classCounts: [5, 5])
    #expect(throws: CalibrationError.needsExperts(role: "test")) { try ExpertReport(predictions) }
    predictions.expertLogits = [predictions.logits, Logits([0, 1, 0, 1], classes: 2)]
    let report = try ExpertReport(predictions)
    #expect(report.experts.map { $0["accuracy"] } == [1, 0.5])
    #expect(report.ensemble["accuracy"] == 1)
    predictions.expertLogits[1] = Logits([0, 1, .nan, 1], classes: 2)
    #expect {
      try ExpertReport(predictions)
    } throws: {
      "\($0)".contains("logit nan of expert 2 in row 1, column 0")
    }
    predictions.expertLogits[1] = Logits([0, 1], classes: 2)
    #expect {
      try ExpertReport(predictions)
    } throws: {
      "\($0)".contains("expert 2 has 1 samples and 2 classes")
    }
  }

  @Test func `JSON counts the experts from 1`() throws {
    let data = try JSONEncoder().encode(try report(classCounts: counts))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["experts"] as? [[String: Any]])?.map { $0["accuracy"] as? Double } == [0.5, 1])
    let strengths = try #require(object["strengths"] as? [String: Any])
    #expect(strengths["best_of_class"] as? [[Int]] == [[2], [1, 2], [2]])
    #expect((strengths["shares"] as? [String: [Double]])?["few"] == [0, 1])
    let groups = try #require(object["disagreement_of_group"] as? [String: [String: Any]])
    #expect(groups["few"]?["mean"] as? Double == 1)
    #expect(groups["few"]?["oracle_accuracy"] as? Double == 1)
  }
}
