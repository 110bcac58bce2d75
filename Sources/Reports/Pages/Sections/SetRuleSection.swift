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
          "All on the test samples. Reading the best row off this table chooses it on the test samples."
        ),
        .heading("What each rule promises"),
        .table(promises),
      ])
  }

  private var groupNames: [String] {
    report.first?.scorecard?.groups.map(\.name) ?? []
  }

  private var table: Table {
    let columns =
      [
        Table.Column("score · rule", isNumber: false), Table.Column("coverage"),
        Table.Column("macro", note: "mean over classes"),
      ] + groupNames.map { Table.Column($0) }
      + [
        Table.Column("worst class"), Table.Column("gap", note: "under-coverage"),
        Table.Column("below 50%", note: "classes"), Table.Column("mean size"),
        Table.Column("median size"), Table.Column("one class"), Table.Column("no class"),
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
        Table.Cell(Numerals.fixed(card.sizes.mean, digits: 2)),
        Table.Cell(Numerals.short(card.sizes.median)),
        Table.Cell(Numerals.percent(card.sizes.singletons)),
        Table.Cell(Numerals.percent(card.sizes.empties)),
      ]
  }

  /// A row a rule, not an entry: the score makes no difference.
  private var promises: Table {
    var rows: [Table.Row] = []
    var known: Set<String> = []
    for entry in report.entries {
      guard let predictor = entry.predictor, known.insert(entry.rule).inserted else { continue }
      let warnings = report.entries.filter { $0.rule == entry.rule }
        .flatMap { $0.predictor?.warnings ?? [] }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      rows.append(
        Table.Row(cells: [
          Table.Cell(entry.rule, isHead: true), Table.Cell(predictor.guarantee),
          Table.Cell(warnings.joined(separator: " ")),
        ]))
    }
    return Table(
      label: "Promises of the rules",
      columns: ["rule", "promise", "warnings"].map { Table.Column($0, isNumber: false) },
      rows: rows)
  }
}
