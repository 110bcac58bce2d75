import Calibration

/// What the experts of a run are good at, and what they are together.
struct ExpertSection {
  let report: RunReport
  let detail: Detail

  /// `nil` when no run has experts.
  var section: Page.Section? {
    let runs = report.runs.filter { run in
      run.experts.map { $0.fits(classes: report.dataset.counts.count) } ?? false
    }
    guard !runs.isEmpty else { return nil }
    let shown = runs.prefix(detail.diagramRuns)
    var blocks = shown.flatMap { run in run.experts.map { self.blocks(run, $0) } ?? [] }
    blocks.append(
      .remark(
        "All on the test set, before calibration. An expert is best at a class when no other is more "
          + "accurate on it; experts that are equally good share the class, and none is at a class that no expert "
          + "recognises. With few test images a "
          + "class, small differences between experts are chance."))
    if shown.count < runs.count {
      blocks.append(
        .remark("Experts of the first \(shown.count) runs, to keep this file small."))
    }
    return Page.Section("experts", "What each expert is good at", short: "Experts", blocks)
  }

  private func blocks(_ run: RunFacts, _ facts: ExpertFacts) -> [Block] {
    let heading: [Block] = report.runs.count > 1 ? [.heading(run.chartName)] : []
    return heading + [
      .paragraph(summary(facts)), .table(table(run, facts, .accuracy)),
      .table(table(run, facts, .calibration)),
      .figure(
        bars("Accuracy of each expert per group", "accuracy on the test set", facts.members) {
          [$0.scores.figure("accuracy")] + ShotGroup.allCases.map($0.scores.accuracy(of:))
        }, heading: "Accuracy per group",
        caption: "Groups: \(report.dataset.groups.rule). Lines are 95% intervals."),
      .figure(
        shares(facts), heading: "Share of the classes that each expert is best at",
        caption: facts.tiedShare > 0
          ? "On \(Numerals.percent(facts.tiedShare)) of the classes several experts are equally good."
          : "No two experts are equally good on a class."),
      .figure(
        BestExperts(
          classes: ClassFrequencies(report.dataset), experts: facts.experts.map(\.name),
          best: facts.bestOfClass, accuracies: facts.highestOfClass),
        heading: "The best expert for each class",
        caption:
          "A dot a class that any expert recognises, as high as its best expert is accurate, in that "
          + "expert's colour."),
      .figure(
        bars(
          "Calibration error of each expert per group", "expected calibration error", facts.members
        ) {
          [$0.scores.figure("ece")] + groupErrors($0)
        }, heading: "Calibration error per group", caption: "Groups by the true class."),
      .gallery(
        [
          HeatMap(
            title: "Disagreement of the experts", rowTitle: "expert", columnTitle: "expert",
            rows: facts.experts.map(\.name), columns: facts.experts.map(\.name),
            values: facts.disagreement, keyTitle: "answers differ")
        ], width: 400, heading: "How often two experts answer differently",
        caption: "Share of the test images."),
    ] + ExpertPriorBlocks(facts: facts, run: run).blocks
      + ExpertEvidenceBlocks(facts: facts, run: run).blocks
      + ExpertRoutingBlocks(facts: facts).blocks
  }

  private func summary(_ facts: ExpertFacts) -> String {
    let alone = facts.experts.compactMap(\.scores["accuracy"]).filter(\.isFinite)
    var parts: [String] = []
    if let least = alone.min(), let most = alone.max() {
      parts.append(
        "Alone the \(facts.experts.count) experts recognise \(range(least, most)) of the test "
          + "images, together "
          + "**\(Numerals.percent(facts.ensemble.scores["accuracy"]))**; at least one of them is "
          + "right on \(Numerals.percent(facts.oracleAccuracy)).")
    }
    parts.append(
      "Two of them answer differently on \(Numerals.percent(facts.meanDisagreement)) of the images."
    )
    return parts.joined(separator: " ")
  }

  private func range(_ least: Double, _ most: Double) -> String {
    let (least, most) = (Numerals.percent(least), Numerals.percent(most))
    return least == most ? "\(least) each" : "\(least) to \(most)"
  }

  private func table(
    _ run: RunFacts, _ facts: ExpertFacts, _ kind: ScoreTable.Kind
  ) -> Table {
    let what = kind == .accuracy ? "Accuracy" : "Calibration"
    return ScoreTable(
      label: "\(what) of each expert of \(run.name)", rowTitle: "expert", hasCalibrators: false,
      kinds: [kind], groups: report.dataset.groups,
      rows: facts.members.enumerated().map { place, member in
        ScoreTable.Row(
          name: member.name, calibrator: "none", stamps: run.stamps.warnings, scores: member.scores,
          opensGroup: place == facts.experts.count)
      }
    ).table
  }

  // MARK: Bars

  private var categories: [GroupedBars.Category] {
    [GroupedBars.Category("all", missing: "no sample")]
      + ShotGroup.allCases.map { group in
        let classes = report.dataset.groups.classes(in: group).count
        return GroupedBars.Category(
          group.rawValue, note: "\(Numerals.count(classes)) \(classes == 1 ? "class" : "classes")",
          missing: classes == 0 ? "no class" : "no sample")
      }
  }

  private func bars(
    _ title: String, _ axisTitle: String, _ members: [ExpertFacts.Member],
    values: (ExpertFacts.Member) -> [Figure?]
  ) -> GroupedBars {
    GroupedBars(
      title: title, axisTitle: axisTitle, categories: categories,
      series: members.map { GroupedBars.Series($0.name, values: values($0)) })
  }

  private func groupErrors(_ member: ExpertFacts.Member) -> [Figure?] {
    ShotGroup.allCases.map { member.groupCalibrationError[$0].map { Figure($0) } }
  }

  private func shares(_ facts: ExpertFacts) -> GroupedBars {
    let scopes = [facts.bestShares] + ShotGroup.allCases.map { facts.groupBestShares[$0] ?? [] }
    return GroupedBars(
      title: "Share of the classes that each expert is best at", axisTitle: "share of the classes",
      categories: categories,
      series: facts.experts.enumerated().map { place, expert in
        GroupedBars.Series(
          expert.name,
          values: scopes.map { $0.indices.contains(place) ? Figure($0[place]) : nil })
      })
  }
}
