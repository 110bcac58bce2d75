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
  let scores = Scores(
    samples: 300, accuracy: Figure(accuracy.reduce(0, +) / 3),
    balancedAccuracy: Figure(accuracy.reduce(0, +) / 3),
    groupAccuracy: GroupValues(
      many: Figure(accuracy[0]), medium: Figure(accuracy[1]), few: Figure(accuracy[2])),
    calibrationError: Figure(calibrationError))
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
