import Calibration

/// Whether confidences can be believed: overall and per group, by true and by predicted class.
struct CalibrationSection {
  let report: RunReport
  let detail: Detail

  var section: Page.Section? {
    let runs = report.runs.filter { $0.uncalibrated?.reliability != nil || $0.calibrated != nil }
    guard !runs.isEmpty else { return nil }
    let shown = Array(runs.prefix(detail.diagramRuns))
    var blocks: [Block] = [
      .paragraph(
        "Of the predictions made with 80% confidence, 80% should be right. Bars show how many are; "
          + "where they end below the dashed line the model is over-confident. The grey bars below "
          + "show how the confidences are spread, with the accuracy (blue) and the mean confidence "
          + "(dashed) as lines."),
      .reliabilityKey,
    ]
    let title = "All test images, before and after calibration"
    let histograms = shown.compactMap(histogram)
    if shown.count == 1 {
      blocks.append(
        .gallery(shown.flatMap(overall) + histograms, width: 316, heading: title, caption: ""))
    } else {
      blocks.append(.gallery(shown.flatMap(overall), width: 316, heading: title, caption: ""))
      blocks.append(
        .gallery(histograms, width: 316, heading: "How confident the models are", caption: ""))
    }
    if runs.contains(where: hasGroups) {
      blocks += groupBlocks(runs: runs, shown: shown.filter(hasGroups))
    }
    blocks += ChoiceBlocks(runs: report.runs).blocks
    blocks += report.charts(.calibration)
    if shown.count < runs.count {
      blocks.append(
        .remark("Diagrams of the first \(shown.count) runs, to keep this file small."))
    }
    return Page.Section(
      "calibration", "Can its confidence be believed?", short: "Calibration", blocks)
  }

  // MARK: Overall

  private func overall(_ run: RunFacts) -> [any Chart] {
    evaluations(run).compactMap { evaluation in
      guard let reliability = evaluation.reliability else { return nil }
      return ReliabilityDiagram(
        heading: heading(run, evaluation), reliability: reliability,
        calibrationError: evaluation.scores["ece"])
    }
  }

  private func histogram(_ run: RunFacts) -> (any Chart)? {
    guard let before = run.uncalibrated?.reliability else { return nil }
    return ConfidenceHistogram(
      heading: report.runs.count > 1 ? run.chartName : "how confident it is", before: before,
      after: run.calibrated?.reliability)
  }

  /// Before, and after the preferred calibration.
  private func evaluations(_ run: RunFacts) -> [EvaluationFacts] {
    [run.uncalibrated, run.calibrated].compactMap { $0 }
  }

  private func heading(_ run: RunFacts, _ evaluation: EvaluationFacts) -> String {
    let state = evaluation.calibrator.map { "after \($0)" } ?? "before calibration"
    return report.runs.count > 1 ? "\(run.chartName), \(state)" : state
  }

  // MARK: Groups

  private func hasGroups(_ run: RunFacts) -> Bool {
    evaluations(run).contains(where: GroupCalibration.hasGroups)
  }

  private func groupBlocks(runs: [RunFacts], shown: [RunFacts]) -> [Block] {
    let groups = GroupCalibration(groups: report.dataset.groups)
    let isSingle = report.runs.count == 1
    let rows = runs.flatMap { run in
      evaluations(run).enumerated().map { place, evaluation in
        GroupCalibration.Row(
          name: isSingle ? evaluation.calibrator ?? "before calibration" : run.name,
          stamps: run.stamps,
          evaluation: evaluation, opensGroup: place == 0)
      }
    }
    return groups.introduction
      + groups.table(rows, rowTitle: isSingle ? "calibration" : "run", hasCalibrators: !isSingle)
      + shown.map { run in
        .details(
          summary: "Reliability diagrams per group: \(run.chartName)", isOpen: isSingle,
          isPrinted: isSingle,
          evaluations(run).flatMap(groups.diagrams))
      }
  }
}
