import Calibration

/// Classes with too few calibration samples for thresholds of their own, and what they got.
struct SetThresholdSection {
  let report: PredictionSetReport

  /// More rows are for other programs.
  private static let mostRows = 20

  var section: Page.Section? {
    guard let predictor = report.first?.predictor else { return nil }
    let least = ConformalQuantile.leastSamples(alpha: report.alpha)
    let few = ClassOrder.byFrequency(predictor.counts).reversed()
      .filter { predictor.counts[$0] < least }
    let share = report.target
    guard !few.isEmpty else {
      return Page.Section(
        "thresholds", "Thresholds of classes", short: "Thresholds",
        [
          .paragraph(
            "For \(share) a class needs \(Numerals.count(least)) calibration samples to have a threshold of "
              + "its own. **All \(Numerals.count(predictor.classes)) classes have them.** How well a "
              + "class is then covered depends on the draw of its samples: "
              + bandWords(predictor.counts.min() ?? 0))
        ])
    }
    let shown = Array(few.prefix(Self.mostRows))
    let entries = report.entries.filter {
      $0.score == report.first?.score && ($0.predictor?.thresholds.count ?? 0) > 1
    }
    let columns =
      [Table.Column("class", isNumber: false), Table.Column("calibration samples")]
      + entries.map { Table.Column($0.rule, note: $0.score) }
    let rows = shown.map { label in
      Table.Row(
        cells: [
          Table.Cell(report.classNames[label], isHead: true),
          Table.Cell("\(predictor.counts[label])"),
        ]
          + entries.map { entry in
            let threshold = entry.predictor?.threshold(of: label) ?? .infinity
            return Table.Cell(threshold == .infinity ? "∞" : Numerals.fixed(threshold, digits: 4))
          })
    }
    let more =
      few.count > shown.count
      ? "What the rarest \(Numerals.count(shown.count)) of them got:" : ""
    return Page.Section(
      "thresholds", "Classes with too few calibration samples", short: "Thresholds",
      [
        .paragraph(
          "For \(share) a class needs \(Numerals.count(least)) calibration samples to have a threshold of its "
            + "own. **\(Numerals.count(few.count)) of \(Numerals.count(predictor.classes)) classes have "
            + "fewer.** \(more.isEmpty ? "What they got:" : more)"),
        .table(Table(label: "Classes with too few samples", columns: columns, rows: rows)),
        .remark("∞: no threshold; the class is in every set, unless its rank decides."),
      ])
  }

  private func bandWords(_ samples: Int) -> String {
    let rank = ConformalQuantile.rank(samples: samples, alpha: report.alpha)
    guard let band = CoverageBand.ofThreshold(samples: samples, rank: rank) else { return "" }
    return "with the \(Numerals.count(samples)) of the rarest one, between "
      + "\(Numerals.percent(band.lower)) and \(Numerals.percent(band.upper)) in 95% of the cases."
  }
}
