import Calibration

/// The page's first words and large figures, of the entry that is shown closely.
struct SetSummary {
  let report: PredictionSetReport

  var paragraphs: [String] {
    guard let entry = report.first, let card = entry.scorecard, let predictor = entry.predictor,
      let share = card.coverage.share
    else { return ["No sets could be made or measured."] }
    var text =
      "**\(PredictionSetReport.name(entry))**: asked for \(report.target), "
      + "the sets of \(Numerals.count(card.coverage.samples)) test samples hold the true class in "
      + "**\(Numerals.percent(share, digits: 2))**"
    if let interval = card.coverage.interval {
      text +=
        " (\(Numerals.percent(interval.lower, digits: 2)) to "
        + "\(Numerals.percent(interval.upper, digits: 2)))"
    }
    text += ", with \(Numerals.fixed(card.sizes.mean, digits: 2)) classes a set on average."
    if let band = card.band {
      let range =
        "\(Numerals.percent(band.lower, digits: 2)) to \(Numerals.percent(band.upper, digits: 2))"
      text +=
        card.isBelowBand
        ? " By chance it would lie from \(range): **the test samples do not come from where the "
          + "calibration samples came from**, or their classes are not as frequent, so that the promise "
          + "does not hold for them."
        : share > band.upper
          ? " By chance it would lie from \(range): there are more sets than needed for that, as where many "
            + "scores are equal, or the test samples are easier."
          : " By chance it would lie from \(range), and so it does."
    }
    return [text, guarantee(predictor)]
  }

  private func guarantee(_ predictor: SetPredictor) -> String {
    "What is promised: " + predictor.guarantee
  }

  var stamps: [Stamp] {
    guard report.first?.scorecard?.isBelowBand == true else { return [] }
    return [
      Stamp(
        "not exchangeable", kind: .warning,
        explanation:
          "Coverage on the test samples is below what chance explains. Sets for another class "
          + "distribution are made by the rule label-shift, and those of class-conditional hold "
          + "under any.")
    ]
  }

  var tiles: [Page.Tile] {
    guard let entry = report.first, let card = entry.scorecard else { return [] }
    var tiles = [
      Page.Tile(
        label: "coverage", value: Numerals.percent(card.coverage.share),
        note: "asked for \(report.target)"),
      Page.Tile(
        label: "mean over classes", value: Numerals.percent(card.macroCoverage),
        note: "macro coverage"),
    ]
    if let worst = card.worstClass {
      tiles.append(
        Page.Tile(
          label: "worst class", value: Numerals.percent(card.classes[worst].share),
          note: report.classNames[worst]))
    }
    tiles.append(
      Page.Tile(
        label: "classes a set", value: Numerals.fixed(card.sizes.mean, digits: 2),
        note: "median \(Numerals.short(card.sizes.median))"))
    return tiles
  }
}
