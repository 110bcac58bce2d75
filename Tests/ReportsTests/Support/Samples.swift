import Calibration
import Reports

/// Made-up figures with the shape of real ones; the same in every run.
enum Samples {
  /// Counts that fall from `largest` by `factor`.
  static func dataset(classes: Int, largest: Int = 500, factor: Int = 100) -> DatasetFacts {
    // Straight instead of exponential: the same extremes, and integers without rounding.
    let counts = (0..<classes).map { index in
      classes > 1 ? largest - (largest - largest / factor) * index / (classes - 1) : largest
    }
    return DatasetFacts(
      name: "sample", origin: .custom, identity: String(repeating: "0f", count: 32),
      classNames: (0..<classes).map { "class \($0)" }, counts: counts, testSamples: classes * 10)
  }

  /// Fifteen bins with `count` samples in each of those above one half, over-confident by `gap`.
  static func reliability(count: Int = 20, gap: Double = 0.1) -> Reliability {
    Reliability(
      (0..<15).map { index in
        let (lower, upper) = (Double(index) / 15, Double(index + 1) / 15)
        let middle = (lower + upper) / 2
        let isEmpty = index < 7 || count == 0
        return ReliabilityBin(
          lower: lower, upper: upper, count: isEmpty ? 0 : count,
          confidence: isEmpty ? nil : middle,
          accuracy: isEmpty ? nil : min(max(middle - gap, 0), 1))
      })
  }

  static func evaluation(_ dataset: DatasetFacts, calibrator: String? = nil) -> EvaluationFacts {
    let classes = dataset.counts.count
    let labels = (0..<classes * 10).map { $0 / 10 }
    // Six of ten are right; the others fall to the class before, the first class to itself.
    let predictions = labels.enumerated().map { $0 % 10 < 6 ? $1 : max(0, $1 - 1) }
    let gap = calibrator == nil ? 0.12 : 0.01
    var byGroup: [ShotGroup: Reliability] = [:]
    var scores = FigureTable(
      samples: labels.count,
      figures: [
        "accuracy": Figure(0.6, interval: Interval(lower: 0.55, upper: 0.65)),
        "balanced_accuracy": Figure(0.6),
        "ece": Figure(gap, interval: Interval(lower: gap / 2, upper: gap * 2)),
        "mce": Figure(gap * 2), "nll": Figure(1.2 + gap), "brier": Figure(0.5 + gap),
      ], maximumErrorCount: 20)
    for group in ShotGroup.allCases where !dataset.groups.classes(in: group).isEmpty {
      byGroup[group] = reliability(gap: gap)
      scores.set("accuracy_\(group.rawValue)", to: Figure(0.6))
    }
    return EvaluationFacts(
      calibrator: calibrator,
      scores: scores,
      reliability: reliability(gap: gap), reliabilityByTrueGroup: byGroup,
      reliabilityByPredictedGroup: byGroup,
      classes: (0..<classes).map { _ in
        ClassScores(samples: 10, correct: 6, predicted: 10, confidence: 0.6 + gap)
      },
      confusion: ConfusionCounts(labels: labels, predictions: predictions, classes: classes),
      convention: "ece/top-label/l1/width15/(lo,hi]")
  }

  static func run(_ name: String, _ dataset: DatasetFacts, stamps: [Stamp] = []) -> RunFacts {
    RunFacts(
      name: name, method: "cross-entropy", stamps: stamps,
      evaluations: [evaluation(dataset), evaluation(dataset, calibrator: "temperature")],
      history: TrainingHistory(
        epochs: (1...5).map { epoch in
          .init(
            epoch: epoch, trainingLoss: 5 / Double(epoch), validationLoss: 6 / Double(epoch),
            trainingAccuracy: 0.1 * Double(epoch), validationAccuracy: 0.08 * Double(epoch),
            learningRate: epoch < 4 ? 0.1 : 0.01)
        }, chosenEpoch: 4), recipe: "seed: 0\nname: <\(name)>\n",
      environment: [Fact("device", "cpu")], weightNorms: dataset.counts.map { _ in 1.5 },
      stages: stages(dataset))
  }

  /// Two stages: longer weights for frequent classes, then equal ones, moved statistics, smoothed labels.
  static func stages(_ dataset: DatasetFacts) -> [StageFacts] {
    let shares = dataset.counts.map { Double($0) / Double(dataset.counts.max() ?? 1) }
    return [
      StageFacts(name: "1, features", weightNorms: shares.map { 1 + $0 }),
      StageFacts(
        name: "2, classifier", weightNorms: shares.map { _ in 1.5 },
        shifts: (0..<31).map {
          StageFacts.Shift(
            layer: "layer\($0 / 11 + 1).\($0 % 5).bn\($0 % 2 + 1)", mean: 0.01 * Double($0),
            deviation: 0.05)
        },
        smoothing: [
          .init(shape: "concave", values: shares.map { 0.4 * $0.squareRoot() }, isUsed: true),
          .init(shape: "linear", values: shares.map { 0.4 * $0 }, isUsed: false),
        ]),
    ]
  }

  /// Three experts, of which each is best at every third class; the first class is shared by all.
  static func experts(_ dataset: DatasetFacts) -> ExpertFacts {
    let classes = dataset.counts.count
    func member(_ name: String, _ accuracy: Double) -> ExpertFacts.Member {
      var facts = evaluation(dataset).scores
      facts.set(
        "accuracy",
        to: Figure(accuracy, interval: Interval(lower: accuracy - 0.02, upper: accuracy + 0.02)))
      return ExpertFacts.Member(
        name, scores: facts, groupCalibrationError: [.many: 0.1, .few: 0.3])
    }
    return ExpertFacts(
      experts: (0..<3).map { member("expert \($0 + 1)", 0.41 + 0.01 * Double($0)) },
      ensemble: member("ensemble", 0.472),
      bestOfClass: (0..<classes).map { $0 == 0 ? [0, 1, 2] : [$0 % 3] },
      highestOfClass: (0..<classes).map { _ in 0.6 }, bestShares: [0.25, 0.35, 0.4],
      groupBestShares: [.many: [1, 0, 0], .few: [0, 0.5, 0.5]], tiedShare: 0.017,
      disagreement: [[0, 0.2, 0.3], [0.2, 0, 0.4], [0.3, 0.4, 0]], meanDisagreement: 0.3,
      oracleAccuracy: 0.618)
  }

  static func report(classes: Int, runs: Int = 1) -> RunReport {
    let dataset = dataset(classes: classes)
    return RunReport(
      title: "Sample", dataset: dataset, runs: (0..<runs).map { run("run \($0)", dataset) })
  }

  static func calibrationReport(classes: Int) -> CalibrationReport {
    let dataset = dataset(classes: classes)
    return CalibrationReport(
      title: "Calibrators", dataset: dataset,
      methods: [
        .init("none", evaluation: evaluation(dataset)),
        .init(
          "temperature", evaluation: evaluation(dataset, calibrator: "temperature"),
          fitSeconds: 0.01),
        .init("gaussian-process", skipped: "too many classes"),
      ],
      knowledgeTransfer: .init(
        tailClasses: ["a", "b"], headClasses: ["c", "d", "e"],
        attention: [[0.2, 0.3, 0.5], [1, 0, 0]], classWeights: dataset.counts.map { _ in 1 },
        sensitivities: [
          .init(
            constant: "α", chosen: 0.9, values: [0.5, 0.9, 1],
            calibrationErrors: [0.02, 0.01, 0.015])
        ]))
  }
}
