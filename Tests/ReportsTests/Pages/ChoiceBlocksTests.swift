import Calibration
import Foundation
import Reports
import Testing

/// What a page says of the calibrator that a run ends with.
struct ChoiceBlocksTests {
  /// The choice of a rule whose candidate is better by so much, ± 0.01.
  private func choice(_ chosen: String, better: Double) throws -> CalibratorChoice {
    let isNone = chosen == "none"
    let none: [String: Any] =
      ["name": "none", "negativeLogLikelihood": 1.0]
      .merging(["aboveLowest": ["value": better, "standardError": 0.01]]) { $1 }
      .merging(isNone ? [:] : ["aboveChosen": ["value": better, "standardError": 0.01]]) { $1 }
    let calibrated: [String: Any] =
      [
        "name": "temperature", "negativeLogLikelihood": 1 - better,
        "belowUncalibrated": ["value": better, "standardError": 0.01],
      ]
      .merging(isNone ? ["aboveChosen": ["value": -better, "standardError": 0.01]] : [:]) { $1 }
    let skipped: [String: Any] = ["name": "knowledge-transfer", "skipped": "no <features>"]
    let tree: [String: Any] = [
      "chosen": chosen, "candidates": [none, calibrated, skipped], "weighting": "shrunk-classes",
      "samples": 300, "effectiveSamples": 41.6, "folds": 5, "standardErrors": 1,
      "requiredStandardErrors": 1.41,
    ]
    return try JSONDecoder().decode(
      CalibratorChoice.self, from: JSONSerialization.data(withJSONObject: tree))
  }

  private func report(_ chosen: String, better: Double, runs: Int = 1) throws -> RunReport {
    var report = Samples.report(classes: 10, runs: runs)
    report.runs[0].preferredCalibrator = chosen
    report.runs[0].choice = try choice(chosen, better: better)
    return report
  }

  @Test func `a run that keeps its probabilities has their error on its card`() throws {
    let page = PageText(try report("none", better: 0.004).html())
    for words in [
      "This run ends with <strong>none</strong>: temperature has a lower negative log-likelihood on 300",
      "worth 42 of equal weight", "not more than 1.41 standard errors of 0.0100",
      "+0.0040<small>± 0.0100</small>", "no &lt;features&gt;",
      // The temperature's figures are 11 points and 0.11 nats lower.
      "−0.110", "−11.00", "The run keeps these probabilities",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(page.contains("12.0%") && !page.contains("After <strong>temperature</strong>"))
  }

  @Test func `what another calibrator would have cost stands beside the chosen one`() throws {
    let page = PageText(try report("temperature", better: 0.2).html())
    #expect(page.contains("This run ends with <strong>temperature</strong>: the lowest negative"))
    #expect(page.contains("+0.110") && page.contains("+11.00"))
    #expect(page.contains("temperature<small>chosen</small>"))
  }

  @Test func `a calibrated error above the uncalibrated one is not shown without it`() throws {
    var report = try report("temperature", better: 0.2)
    report.runs[0].evaluations[0].scores.set("ece", to: Figure(0.014))
    report.runs[0].evaluations[1].scores.set("ece", to: Figure(0.033))
    let page = PageText(report.html())
    #expect(page.contains("after temperature; 1.4% before it"))
    #expect(page.contains("on this test set <strong>larger</strong> than before calibration."))
    report.runs[0].evaluations[1].scores.set("ece", to: Figure(0.013))
    let better = PageText(report.html())
    #expect(!better.contains("% before it") && !better.contains("larger</strong> than before"))
    // 1.4 % are not larger than 1.4 %.
    report.runs[0].evaluations[1].scores.set("ece", to: Figure(0.0144))
    #expect(!PageText(report.html()).contains("larger</strong> than before"))
  }

  @Test func `several runs each have their rows`() throws {
    var report = try report("none", better: 0.004, runs: 2)
    report.runs[1].preferredCalibrator = "temperature"
    report.runs[1].choice = try choice("temperature", better: 0.2)
    let page = PageText(report.html())
    #expect(page.contains("\(report.runs[0].name) ends with <strong>none</strong>"))
    #expect(page.contains("\(report.runs[1].name) ends with <strong>temperature</strong>"))
  }

  @Test func `a run without a choice has no such table`() {
    let page = PageText(Samples.report(classes: 10, runs: 1).html())
    #expect(!page.contains("Which calibrator the run ends with"))
    #expect(page.contains("After <strong>temperature</strong>"))
  }
}
