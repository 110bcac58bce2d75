import Calibration

/// All calibrators beside each other: words, large figures, tables and error bars.
struct ComparisonSection {
  let report: CalibrationReport

  private typealias Ranked = (name: String, evaluation: EvaluationFacts, error: Double)

  /// Calibrators that ran, by rising ECE; equal ones keep their order.
  private var ranked: [Ranked] {
    report.methods.compactMap { method -> Ranked? in
      guard let evaluation = method.evaluation, evaluation.calibrator != nil,
        let error = evaluation.scores["ece"], error.isFinite
      else { return nil }
      return (method.name, evaluation, error)
    }.enumerated().sorted { ($0.element.error, $0.offset) < ($1.element.error, $1.offset) }
      .map(\.element)
  }

  // MARK: Words

  var paragraphs: [String] {
    if let summary = report.summary { return [summary] }
    var text = ""
    if let before = report.uncalibrated, let error = before.scores["ece"] {
      text =
        "Before calibration the ECE on \(Numerals.count(before.scores.samples)) test samples is "
      text += "**\(Numerals.percent(error, digits: 2))**"
      text += before.reliability?.signedGap.map { ": \(RunSummary.gapWords($0))." } ?? "."
    }
    if let best = ranked.first {
      text += " The lowest afterwards is **\(Numerals.percent(best.error, digits: 2))**, of "
      text += "**\(best.name)**"
      if ranked.count > 1 {
        text += ", followed by \(ranked[1].name) with "
        text += Numerals.percent(ranked[1].error, digits: 2)
      }
      text += "."
    }
    guard let best = ranked.first else { return [text] }
    return [text, overlapWords(best)].filter { !$0.isEmpty }
  }

  /// Which others cannot be told from the best: a table without this is read as a ranking.
  private func overlapWords(_ best: Ranked) -> String {
    let differences = report.methods.filter { $0.errorAboveLowest != nil }
    guard differences.isEmpty else { return differenceWords(differences) }
    guard let range = best.evaluation.scores.figure("ece")?.interval else { return "" }
    let alike = ranked.dropFirst().filter { other in
      (other.evaluation.scores.figure("ece")?.interval?.lower ?? other.error) <= range.upper
    }
    if alike.isEmpty {
      return ranked.count > 1
        ? "Its 95% interval does not meet that of any other calibrator." : ""
    }
    return
      "The 95% intervals of \(RunSummary.enumeration(alike.map(\.name))) overlap with its own: "
      + "on this many samples they cannot be told apart."
  }

  /// Likewise, from differences on the same samples.
  private func differenceWords(_ others: [CalibrationReport.Method]) -> String {
    let alike = others.filter { ($0.errorAboveLowest?.interval?.lower ?? 0) <= 0 }
    guard !alike.isEmpty else {
      return "Compared sample by sample, the ECE of every other calibrator is higher than can be "
        + "chance."
    }
    return "Compared sample by sample, "
      + (alike.count == 1 ? "that of " : "those of ")
      + RunSummary.enumeration(alike.map(\.name))
      + " cannot be told from it on this many samples."
  }

  var tiles: [Page.Tile] {
    var tiles: [Page.Tile] = []
    if let error = report.uncalibrated?.scores["ece"] {
      tiles.append(
        Page.Tile(
          label: "ECE before", value: Numerals.percent(error, digits: 2), note: "no calibration"))
    }
    if let best = ranked.first {
      tiles.append(
        Page.Tile(
          label: "lowest ECE after", value: Numerals.percent(best.error, digits: 2),
          note: best.name))
    }
    let likelihoods = report.methods.compactMap { method in
      method.evaluation?.scores.figure("nll").map { (method.name, $0.value) }
    }
    if let best = likelihoods.min(by: { $0.1 < $1.1 }) {
      tiles.append(
        Page.Tile(
          label: "lowest NLL", value: Numerals.fixed(best.1, digits: 3), note: "nats, \(best.0)"))
    }
    if let accuracy = report.uncalibrated?.scores["accuracy"] {
      tiles.append(
        Page.Tile(
          label: "accuracy", value: Numerals.percent(accuracy),
          note: changing.isEmpty ? "the same after every calibrator" : "before calibration"))
    }
    return tiles
  }

  // MARK: Tables

  var section: Page.Section {
    var blocks: [Block] = [.table(calibrationTable.table), .remark(Self.remark)]
    blocks.append(
      .figure(
        ErrorBars(
          title: "Calibration error of every calibrator",
          axisTitle: "expected calibration error, test set",
          rows: report.methods.map { method in
            .init(
              method.name, figure: method.evaluation?.scores.figure("ece"),
              remark: method.skipped.map { "skipped: \($0)" } ?? "not computed")
          }), heading: "ECE with 95% intervals", caption: errorCaption))
    blocks += differenceChart
    if !changing.isEmpty {
      blocks += [
        .heading("Accuracy, where a calibrator changes it"), .table(accuracyTable.table),
      ]
    }
    return Page.Section("comparison", "The calibrators compared", short: "Comparison", blocks)
  }

  private var differenceChart: [Block] {
    guard report.methods.contains(where: { $0.errorAboveLowest != nil }) else { return [] }
    let rows = report.methods.compactMap { method -> ErrorBars.Row? in
      guard method.evaluation != nil else { return nil }
      return ErrorBars.Row(
        method.name, figure: method.errorAboveLowest, remark: "the lowest of this table")
    }
    return [
      .figure(
        ErrorBars(
          title: "Calibration error above the lowest",
          axisTitle: "ECE above the lowest, on the same samples", rows: rows),
        heading: "Which differences are more than chance",
        caption: "95% intervals of the difference, sample by sample. Where the line crosses zero, "
          + "the difference may be chance.")
    ]
  }

  private var errorCaption: String {
    let hasRange = report.methods.contains {
      $0.evaluation?.scores.figure("ece")?.perfectRange != nil
    }
    return hasRange
      ? "Grey: where a perfectly calibrated model would lie on as many samples." : ""
  }

  private static let remark =
    "All on the test set. Reading the best method off this table chooses it on the test set: take "
    + "the one that is best on held-out data where it matters."

  private var calibrationTable: ScoreTable {
    ScoreTable(
      label: "Calibration figures of every method", rowTitle: "calibrator", hasCalibrators: false,
      kinds: [.calibration], groups: report.dataset?.groups, rows: report.methods.map(row))
  }

  /// Methods that predict other classes than the model itself.
  private var changing: [CalibrationReport.Method] {
    guard let before = report.uncalibrated?.scores else { return [] }
    return report.methods.filter { method in
      method.evaluation.map { !$0.scores.recognisesLike(before) } ?? false
    }
  }

  private var accuracyTable: ScoreTable {
    let unchanged = report.methods.filter { $0.evaluation?.calibrator == nil && $0.skipped == nil }
    return ScoreTable(
      label: "Accuracies where they change", rowTitle: "calibrator", hasCalibrators: false,
      kinds: [.accuracy], groups: report.dataset?.groups, rows: (unchanged + changing).map(row))
  }

  private func row(_ method: CalibrationReport.Method) -> ScoreTable.Row {
    ScoreTable.Row(
      name: method.name, calibrator: "", stamps: report.stamps.warnings,
      scores: method.evaluation?.scores, remark: method.skipped.map { "skipped: \($0)" } ?? "",
      fitSeconds: method.fitSeconds)
  }
}
