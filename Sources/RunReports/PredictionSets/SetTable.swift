public import Calibration

/// A comparison of prediction sets, printed: all figures as JSON, the main ones in a table.
public enum SetTable {
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

  /// The comparison in any form; what could not be made is a row with its reason.
  public static func text(_ entries: [ComparedSets], format: OutputFormat) -> String {
    format == .json ? Table.json(entries) : table(entries).text(format)
  }

  /// The main figures, a row a score and rule.
  public static func table(_ entries: [ComparedSets]) -> Table {
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

  /// What was fitted, in one row.
  /// - Parameters:
  ///   - predictor: the thresholds.
  ///   - score: the name of the score.
  ///   - rule: the name of the rule.
  ///   - calibrator: the calibrator's file; `nil` for none.
  ///   - output: where the predictor was written.
  /// - Returns: a table of one row.
  public static func fitted(
    _ predictor: SetPredictor, score: String, rule: String, calibrator: String?, output: String
  ) -> Table {
    let finite = predictor.thresholds.filter(\.isFinite)
    return Table(
      header: [
        "score", "rule", "alpha", "classes", "samples", "threshold_lowest", "threshold_highest",
        "unlimited_classes", "calibrator", "output",
      ],
      rows: [
        [
          .text(score), .text(rule), .number(predictor.alpha, digits: 3),
          .count(predictor.classes), .count(predictor.samples), .number(finite.min(), digits: 6),
          .number(finite.max(), digits: 6), .count(predictor.unlimitedClasses.count),
          .text(calibrator ?? "none"), .text(output),
        ]
      ])
  }
}
