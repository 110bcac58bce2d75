import Calibration

/// Coverage of each class over its frequency: of the entry that is shown closely, and of one that promises it of
/// each class.
struct SetCoverageSection {
  let report: PredictionSetReport

  var section: Page.Section? {
    guard let first = report.first else { return nil }
    let second = report.entries.first {
      $0.scorecard != nil && $0.score == first.score && $0.rule != first.rule
        && $0.predictor?.rule.guarantee == .eachClass
    }
    var blocks = [figure(first)]
    if let second { blocks.append(figure(second)) }
    blocks.append(
      .remark(
        "Lines are 95% intervals. Grey: where a class would lie in 95% of the cases if it were covered as "
          + "often as asked for; wide where it has few test samples"
          + (second == nil ? "." : ", and for thresholds of classes, few calibration samples.")))
    return Page.Section("coverage", "Whom the sets cover", short: "Coverage", blocks)
  }

  private func figure(_ entry: ComparedSets) -> Block {
    .figure(
      CoverageOverFrequency(
        title: "Coverage of each class, \(PredictionSetReport.name(entry))",
        countTitle: report.dataset == nil
          ? "calibration samples of the class" : "training images of the class",
        target: 1 - entry.alpha, points: points(entry), groups: report.dataset?.groups),
      heading: PredictionSetReport.name(entry), caption: entry.predictor?.guarantee ?? "")
  }

  private func points(_ entry: ComparedSets) -> [CoverageOverFrequency.ClassCoverage] {
    guard let card = entry.scorecard, let predictor = entry.predictor else { return [] }
    let counts = report.dataset?.counts ?? predictor.counts
    return card.classes.enumerated().map { label, coverage in
      let figure = coverage.share.map { share in
        Figure(
          share, interval: coverage.interval,
          perfectRange: chance(label, coverage.samples, predictor))
      }
      return .init(report.classNames[label], count: counts[label], coverage: figure)
    }
  }

  private func chance(_ label: Int, _ samples: Int, _ predictor: SetPredictor) -> Interval? {
    let own = predictor.counts[label]
    guard predictor.rule.guarantee == .eachClass else {
      return CoverageBand.measured(testSamples: samples, coverage: 1 - predictor.alpha)
    }
    return CoverageBand.measured(
      testSamples: samples, samples: own,
      rank: ConformalQuantile.rank(samples: own, alpha: predictor.alpha))
  }
}
