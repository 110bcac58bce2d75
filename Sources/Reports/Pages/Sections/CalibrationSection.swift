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
      .reliabilityKey(hasBand: hasBand(shown)),
      .gallery(
        shown.flatMap(overall), width: 316,
        heading: "All test images, before and after calibration", caption: ""),
      .gallery(
        shown.compactMap(histogram), width: 316, heading: "How confident the model is", caption: ""),
    ]
    if runs.contains(where: hasGroups) {
      blocks += groupBlocks(runs: runs, shown: shown.filter(hasGroups))
    }
    if shown.count < runs.count {
      blocks.append(
        .remark("Diagrams of the first \(shown.count) runs, to keep this file small."))
    }
    return Page.Section(
      "calibration", "Can its confidence be believed?", short: "Calibration", blocks)
  }

  // MARK: Overall

  private func hasBand(_ runs: [RunFacts]) -> Bool {
    runs.contains { $0.evaluations.contains { $0.reliability?.perfectBand != nil } }
  }

  private func overall(_ run: RunFacts) -> [any Chart] {
    evaluations(run).compactMap { evaluation in
      guard let reliability = evaluation.reliability else { return nil }
      return ReliabilityDiagram(
        heading: heading(run, evaluation), reliability: reliability,
        calibrationError: evaluation.scores.calibrationError?.value)
    }
  }

  private func histogram(_ run: RunFacts) -> (any Chart)? {
    guard let before = run.uncalibrated?.reliability else { return nil }
    return ConfidenceHistogram(
      heading: run.name, before: before, after: run.calibrated?.reliability)
  }

  /// Before, and after the preferred calibration.
  private func evaluations(_ run: RunFacts) -> [EvaluationFacts] {
    [run.uncalibrated, run.calibrated].compactMap { $0 }
  }

  private func heading(_ run: RunFacts, _ evaluation: EvaluationFacts) -> String {
    let state = evaluation.calibrator.map { "after \($0)" } ?? "before calibration"
    return report.runs.count > 1 ? "\(run.name), \(state)" : state
  }

  // MARK: Groups

  private func hasGroups(_ run: RunFacts) -> Bool {
    evaluations(run).contains {
      !$0.reliabilityByTrueGroup.isEmpty || !$0.reliabilityByPredictedGroup.isEmpty
    }
  }

  private func groupBlocks(runs: [RunFacts], shown: [RunFacts]) -> [Block] {
    [
      .heading("Per group: two questions with two answers"),
      .paragraph(
        "Grouping by **true** class asks: when the picture really shows a few-shot class, how well "
          + "does the confidence fit? Grouping by **predicted** class asks: when the model names a "
          + "few-shot class, how far can it be believed? These are different questions, and their "
          + "answers often have opposite signs: a model that overlooks rare classes is "
          + "over-confident on pictures of them, and yet right or even too modest on the few "
          + "occasions when it names one."),
      .table(gapTable(runs)),
      .remark(
        "ECE in percent and, below it, confidence minus accuracy in points: + is over-confident, "
          + "− under-confident. ECE cannot be negative, so on small groups much of it is noise."),
    ]
      + shown.map { run in
        .details(
          summary: "Reliability diagrams per group: \(run.name)", isOpen: report.runs.count == 1,
          diagrams(run))
      }
  }

  private func diagrams(_ run: RunFacts) -> [Block] {
    evaluations(run).flatMap { evaluation -> [Block] in
      let state = evaluation.calibrator.map { "After \($0)" } ?? "Before calibration"
      return [
        .gallery(
          charts(evaluation.reliabilityByTrueGroup, naming: "true class"), width: 300,
          heading: "\(state), by true class", caption: ""),
        .gallery(
          charts(evaluation.reliabilityByPredictedGroup, naming: "predicted"), width: 300,
          heading: "\(state), by predicted class", caption: ""),
      ]
    }
  }

  private func charts(_ groups: GroupValues<Reliability>, naming: String) -> [any Chart] {
    ShotGroup.allCases.map { group in
      ReliabilityDiagram(
        heading: "\(naming): \(group.rawValue)", reliability: groups[group] ?? Reliability([]),
        missing: missing(group))
    }
  }

  private func missing(_ group: ShotGroup) -> String {
    report.dataset.groups.classes(in: group).isEmpty ? "no class" : "no sample"
  }

  private func gapTable(_ runs: [RunFacts]) -> Table {
    var columns = [
      Table.Column("run", isNumber: false), Table.Column("calibration", isNumber: false),
    ]
    for naming in ["by true class", "by predicted"] {
      columns += ShotGroup.allCases.map { Table.Column($0.rawValue, note: naming) }
    }
    let rows = runs.flatMap { run in
      evaluations(run).enumerated().map { place, evaluation in
        Table.Row(
          cells: [
            Table.Cell(run.name, stamps: place == 0 ? run.stamps : [], isHead: true),
            Table.Cell(evaluation.calibrator ?? "none"),
          ]
            + [evaluation.reliabilityByTrueGroup, evaluation.reliabilityByPredictedGroup].flatMap {
              groups in ShotGroup.allCases.map { cell(groups[$0], $0) }
            }, opensGroup: place == 0)
      }
    }
    return Table(
      label: "Calibration error per group by true and by predicted class", columns: columns,
      rows: rows)
  }

  private func cell(_ reliability: Reliability?, _ group: ShotGroup) -> Table.Cell {
    guard let reliability, let error = reliability.calibrationError else {
      return Table.Cell(missing(group))
    }
    return Table.Cell(
      Numerals.fixed(error * 100, digits: 1), note: Numerals.points(reliability.signedGap))
  }
}
