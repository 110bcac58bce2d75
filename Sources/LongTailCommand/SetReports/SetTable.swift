import Calibration

/// A comparison of prediction sets, printed: all figures as JSON, the main ones in a table.
enum SetTable {
  private typealias Figure = (name: String, value: @Sendable (SetScorecard) -> Double?)

  private static let figures: [Figure] = [
    ("coverage", { $0.coverage.share }),
    ("macro_coverage", { $0.macroCoverage }),
    ("worst_coverage", { card in card.worstClass.flatMap { card.classes[$0].share } }),
    ("under_coverage_gap", { $0.underCoverageGap }),
    ("below_half", { $0.belowHalf }),
    ("mean_size", { $0.sizes.mean }),
    ("median_size", { $0.sizes.median }),
    ("singletons", { $0.sizes.singletons }),
    ("empties", { $0.sizes.empties }),
  ]

  static func text(_ entries: [ComparedSets], format: OutputFormat) -> String {
    format == .json ? Table.json(entries) : table(entries).text(format)
  }

  static func table(_ entries: [ComparedSets]) -> Table {
    let hasSkipped = entries.contains { $0.skipped != nil }
    let groups = entries.lazy.compactMap(\.scorecard).first?.groups.map(\.name) ?? []
    return Table(
      header: ["score", "rule", "alpha"] + figures.map(\.name)
        + groups.map { "coverage_\($0)" } + (hasSkipped ? ["skipped"] : []),
      rows: entries.map { entry in
        let card = entry.scorecard
        return [.text(entry.score), .text(entry.rule), .number(entry.alpha, digits: 3)]
          + figures.map { figure in .number(card.flatMap { figure.value($0) }) }
          + groups.indices.map { place in
            .number(card.flatMap { $0.groups[place].coverage.share })
          } + (hasSkipped ? [.text(entry.skipped ?? "")] : [])
      })
  }
}
