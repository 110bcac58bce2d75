import Calibration
import Foundation
import Reports

// OwnReport [FILE]: writes a page with figures that were measured elsewhere; report.html when not named.
let path = CommandLine.arguments.dropFirst().first ?? "report.html"

let dataset = DatasetFacts(
  name: "garden birds", origin: .natural, classNames: ["sparrow", "robin", "hoopoe"],
  counts: [900, 60, 8], testSamples: 300, testDistribution: "balanced")

/// One run, with what is known of it: everything that is left out is left out of the page.
func run(_ name: String, correct: [Int], calibrationError: Double) -> RunFacts {
  let classes = correct.map { ClassScores(samples: 100, correct: $0) }
  let accuracy = classes.compactMap(\.accuracy)
  let scores = FigureTable(
    samples: 300,
    figures: [
      "accuracy": Figure(accuracy.reduce(0, +) / 3),
      "balanced_accuracy": Figure(accuracy.reduce(0, +) / 3),
      "accuracy_many": Figure(accuracy[0]), "accuracy_medium": Figure(accuracy[1]),
      "accuracy_few": Figure(accuracy[2]), "ece": Figure(calibrationError),
    ])
  return RunFacts(
    name: name, method: name, evaluations: [EvaluationFacts(scores: scores, classes: classes)],
    environment: [Fact("measured", "in the garden")])
}

let report = RunReport(
  title: "Birds, before and after re-balancing", dataset: dataset,
  runs: [
    run("plain", correct: [97, 61, 12], calibrationError: 0.21),
    run("balanced", correct: [91, 74, 48], calibrationError: 0.08),
  ])
try Data(report.html().utf8).write(to: URL(fileURLWithPath: path))
print(path)
