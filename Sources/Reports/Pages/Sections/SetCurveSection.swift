import Calibration

/// What more coverage costs: sizes and coverages over what is asked for.
struct SetCurveSection {
  let report: PredictionSetReport

  /// More lines would hide each other.
  private static let mostLines = 8

  var section: Page.Section? {
    let entries = report.entries.filter { !$0.curve.isEmpty }.prefix(Self.mostLines)
    guard !entries.isEmpty else { return nil }
    func lines(_ value: (SetScorecard) -> Double?) -> [LineChart.Line] {
      entries.enumerated().map { colour, entry in
        let cards = (entry.curve + [entry.scorecard].compactMap { $0 })
          .sorted { $0.alpha > $1.alpha }
        return LineChart.Line(
          PredictionSetReport.name(entry),
          points: cards.compactMap { card in
            value(card).map { Point(100 * (1 - card.alpha), $0) }
          }, colour: colour)
      }
    }
    let size = LineChart(
      title: "Mean size over the coverage asked for", horizontalTitle: "coverage asked for, %",
      verticalTitle: "classes a set, mean (log scale)", unit: .logarithmic,
      lines: lines { $0.sizes.mean })
    let macro = LineChart(
      title: "Under-coverage over the coverage asked for",
      horizontalTitle: "coverage asked for, %",
      verticalTitle: "under-coverage gap, mean over classes", unit: .percent,
      lines: lines { $0.underCoverageGap })
    return Page.Section(
      "curves", "What more coverage costs", short: "Cost",
      [
        .gallery(
          [size, macro], width: 470, heading: "",
          caption:
            "Each point is a set of thresholds for another coverage, on the same test samples. Where "
            + "there are too few calibration samples for one, a line begins or ends.")
      ])
  }
}
