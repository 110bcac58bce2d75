import Calibration

/// All scores and rules beside each other.
struct SetRuleSection {
  let report: PredictionSetReport

  var section: Page.Section? {
    guard !report.entries.isEmpty else { return nil }
    return Page.Section(
      "rules", "Scores and rules compared", short: "Comparison",
      [
        .table(table),
        .remark(
          "Macro: the mean over classes. Gap: how far classes are below what was asked for, on average. Below "
            + "50%: the share of classes that are covered less than half of the time. All on the test "
            + "samples: reading the best row off this table chooses it on them."
        ),
        .heading("What each rule promises"),
      ] + promises)
  }

  private var groupNames: [String] {
    report.first?.scorecard?.groups.map(\.name) ?? []
  }

  private var table: Table {
    let columns =
      [
        Table.Column("score · rule", isNumber: false), Table.Column("coverage"),
        Table.Column("macro"),
      ] + groupNames.map { Table.Column($0) }
      + [
        Table.Column("worst class"), Table.Column("gap"), Table.Column("below 50%"),
        Table.Column("mean size"), Table.Column("one class"), Table.Column("no class"),
      ]
    return Table(
      label: "Scores and rules", columns: columns,
      rows: report.entries.map { Table.Row(cells: cells($0, columns.count)) })
  }

  private func cells(_ entry: ComparedSets, _ count: Int) -> [Table.Cell] {
    guard let card = entry.scorecard else {
      let head = Table.Cell(
        PredictionSetReport.name(entry), note: "skipped: \(entry.skipped ?? "")", isHead: true)
      return [head] + [Table.Cell](repeating: Table.Cell(Numerals.missing), count: count - 1)
    }
    let interval = card.coverage.interval.map {
      "\(Numerals.percent($0.lower))–\(Numerals.percent($0.upper))"
    }
    return [
      Table.Cell(PredictionSetReport.name(entry), isHead: true),
      Table.Cell(Numerals.percent(card.coverage.share), note: interval ?? ""),
      Table.Cell(Numerals.percent(card.macroCoverage)),
    ]
      + card.groups.map { group in
        Table.Cell(
          Numerals.percent(group.coverage.share),
          note: group.meanSize.map { "size \(Numerals.fixed($0, digits: 2))" } ?? "")
      }
      + [
        Table.Cell(
          Numerals.percent(card.worstClass.flatMap { card.classes[$0].share }),
          note: card.worstClass.map { report.classNames[$0] } ?? ""),
        Table.Cell(Numerals.percent(card.underCoverageGap)),
        Table.Cell(Numerals.percent(card.belowHalf)),
        Table.Cell(
          Numerals.fixed(card.sizes.mean, digits: 2),
          note: "median \(Numerals.short(card.sizes.median))"),
        Table.Cell(Numerals.percent(card.sizes.singletons)),
        Table.Cell(Numerals.percent(card.sizes.empties)),
      ]
  }

  /// By rule, not by entry: the score makes no difference.
  private var promises: [Block] {
    var blocks: [Block] = []
    var known: Set<String> = []
    for entry in report.entries {
      guard let predictor = entry.predictor, known.insert(entry.rule).inserted else { continue }
      blocks.append(.paragraph("**\(entry.rule)**: \(predictor.guarantee)"))
      let warnings = report.entries.filter { $0.rule == entry.rule }
        .flatMap { $0.predictor?.warnings ?? [] }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      blocks += warnings.map { .remark("Warning: \($0).") }
    }
    return blocks
  }
}
