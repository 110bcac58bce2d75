import Calibration

/// How large the sets are, and whether those with large sets are covered as well.
struct SetSizeSection {
  let report: PredictionSetReport

  private static let ranges = [
    0...0, 1...1, 2...2, 3...3, 4...5, 6...10, 11...20, 21...50, 51...100, 101...1000,
    1001...Int.max,
  ]
  /// More would hide each other.
  private static let mostSeries = 4

  var section: Page.Section? {
    let measured = report.entries.filter { $0.scorecard != nil }
    guard let first = report.first, let card = first.scorecard else { return nil }
    let shown = Array(measured.filter { $0.score == first.score }.prefix(Self.mostSeries))
    let used = Self.ranges.filter { range in shown.contains { share($0, range) > 0 } }
    let chart = GroupedBars(
      title: "Sizes of the sets", axisTitle: "share of the sets",
      categories: used.map { .init(Self.words($0)) },
      series: shown.map { entry in
        .init(PredictionSetReport.name(entry), values: used.map { Figure(share(entry, $0)) })
      })
    return Page.Section(
      "sizes", "How large the sets are", short: "Sizes",
      [
        .figure(
          chart, heading: "Classes in a set",
          caption: "A set of one class is an answer. A set without a class is none."),
        .heading("Coverage by size, \(PredictionSetReport.name(first))"),
        .table(strata(card)),
        .remark(
          "The largest distance from what was asked for is "
            + "\(Numerals.points(card.stratifiedGap).replacing("+", with: "")) points; a row of few samples may "
            + "decide it."),
      ])
  }

  private func share(_ entry: ComparedSets, _ range: ClosedRange<Int>) -> Double {
    guard let card = entry.scorecard, card.coverage.samples > 0 else { return 0 }
    let count = card.sizes.histogram.reduce(0) { $0 + (range.contains($1.key) ? $1.value : 0) }
    return Double(count) / Double(card.coverage.samples)
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
    return range.upperBound == .max
      ? "> \(range.lowerBound - 1)" : "\(range.lowerBound)–\(range.upperBound)"
  }

  private func strata(_ card: SetScorecard) -> Table {
    Table(
      label: "Coverage by size of the set",
      columns: [
        Table.Column("classes in the set", isNumber: false), Table.Column("samples"),
        Table.Column("coverage"),
      ],
      rows: card.strata.map { stratum in
        Table.Row(cells: [
          Table.Cell(Self.words(stratum.sizes), isHead: true),
          Table.Cell(Numerals.count(stratum.coverage.samples)),
          Table.Cell(
            Numerals.percent(stratum.coverage.share),
            note: stratum.coverage.interval.map {
              "\(Numerals.percent($0.lower))–\(Numerals.percent($0.upper))"
            } ?? ""),
        ])
      })
  }
}
