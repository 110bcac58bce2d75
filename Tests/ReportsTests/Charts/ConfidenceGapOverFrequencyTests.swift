import Calibration
import Testing

@testable import Reports

struct ConfidenceGapOverFrequencyTests {
  private func report(_ classes: [ClassScores]) -> RunReport {
    let dataset = Samples.dataset(classes: classes.count)
    var run = Samples.run("run", dataset)
    run.evaluations = [run.evaluations[0]]
    run.evaluations[0].classes = classes
    return RunReport(title: "t", dataset: dataset, runs: [run])
  }

  @Test func `a gap is confidence less accuracy, and there is none without a sample`() throws {
    let chart = try #require(
      ConfidenceGapOverFrequency(
        of: report([
          ClassScores(samples: 10, correct: 9, confidence: 0.85),
          ClassScores(samples: 4, correct: 1, confidence: 0.75),
          ClassScores(samples: 0, correct: 0), ClassScores(samples: 5, correct: 5),
        ])))
    let gaps = chart.series[0].gaps
    #expect(abs((gaps[0] ?? 1) + 0.05) < 1e-12 && abs((gaps[1] ?? 0) - 0.5) < 1e-12)
    #expect(gaps[2] == nil && gaps[3] == nil)
  }

  @Test func `it is on the page where confidences were recorded, and not elsewhere`() {
    let known = report([
      ClassScores(samples: 10, correct: 9, confidence: 0.85),
      ClassScores(samples: 4, correct: 1, confidence: 0.75),
    ])
    #expect(known.html().contains(ConfidenceGapOverFrequency.heading))
    let unknown = report([
      ClassScores(samples: 10, correct: 9), ClassScores(samples: 4, correct: 1),
    ])
    #expect(ConfidenceGapOverFrequency(of: unknown) == nil)
    #expect(!unknown.html().contains(ConfidenceGapOverFrequency.heading))
  }
}
