import Calibration

/// The first paragraphs and the large figures of a run report, in words from its numbers.
struct RunSummary {
  let report: RunReport

  var paragraphs: [String] {
    if let summary = report.summary { return [summary] }
    return report.runs.count == 1 ? single(report.runs[0]) : several
  }

  // MARK: One run

  private func single(_ run: RunFacts) -> [String] {
    let scores = run.model?.scores
    var text = "**\(run.method)** on \(dataWords)."
    if let accuracy = scores?.figure("accuracy") {
      text += " Of \(Numerals.count(scores?.samples ?? 0)) test images it recognises "
      text += "**\(Numerals.percent(accuracy.value))**"
      let groups = ShotGroup.allCases.compactMap { group in
        scores?.accuracy(of: group).map {
          "\(Numerals.percent($0.value)) of the \(group.rawValue)-shot classes"
        }
      }
      // A single group would say the same once more.
      text += groups.count < 2 ? "." : ": \(Self.enumeration(groups))."
    }
    return [text] + calibrationWords(run)
  }

  private var dataWords: String {
    let dataset = report.dataset
    var text = "\(dataset.name), \(Numerals.count(dataset.counts.count)) classes"
    if let factor = dataset.imbalanceFactor ?? dataset.measuredImbalance, factor > 1 {
      text +=
        " whose largest has \(Numerals.short(factor.rounded())) times the training images of the "
        + "smallest"
    }
    return text
  }

  private func calibrationWords(_ run: RunFacts) -> [String] {
    guard let before = run.uncalibrated, let error = before.scores["ece"] else {
      return []
    }
    var text = "Before calibration "
    if let gap = before.reliability?.signedGap {
      text += Self.gapWords(gap) + " (ECE **\(Numerals.percent(error))**)."
    } else {
      text += "the expected calibration error is **\(Numerals.percent(error))**."
    }
    if let after = run.calibrated, let calibrator = after.calibrator,
      let improved = after.scores["ece"]
    {
      text += " After **\(calibrator)** the ECE is **\(Numerals.percent(improved))**"
      text += after.reliability?.signedGap.map { ": \(Self.gapWords($0))" } ?? ""
      text +=
        run.smallerUncalibratedError == nil
        ? "." : " – on this test set **larger** than before calibration."
    } else if run.preferredCalibrator == CalibratorChoice.uncalibrated, let choice = run.choice {
      text += " The run keeps these probabilities: "
      text +=
        choice.candidates.count > 1
        ? "on its held-out samples no calibrator was better by more than chance."
        : "its recipe names no calibrator."
    }
    return [text]
  }

  static func gapWords(_ gap: Double) -> String {
    let size = Numerals.fixed(abs(gap) * 100, digits: 1)
    if size == "0.0" { return "its confidence is on average as high as its accuracy" }
    return "its confidence is on average \(size) points too \(gap > 0 ? "high" : "low")"
  }

  // MARK: Several runs

  private var several: [String] {
    var text = "**\(report.runs.count) runs** on \(dataWords)."
    if let best = extreme(comparable, higher: true, { $0.model?.scores.headline?.value }) {
      text +=
        " **\(best.run.name)** has the highest balanced accuracy, **\(Numerals.percent(best.value))**"
      text += second(best).map { ", before \($0)." } ?? "."
    }
    if let best = extreme(
      comparable, higher: true, { $0.model?.scores["accuracy_few"] }),
      let worst = extreme(
        comparable, higher: false, { $0.model?.scores["accuracy_few"] })
    {
      text += " On the few-shot classes **\(best.run.name)** leads with "
      text += "**\(Numerals.percent(best.value))**"
      text +=
        worst.run.name == best.run.name
        ? "." : "; \(worst.run.name) recognises \(Numerals.percent(worst.value)) of them."
    }
    return [text, severalCalibrated, stampWords].filter { !$0.isEmpty }
  }

  private func second(_ best: (run: RunFacts, value: Double)) -> String? {
    extreme(
      comparable.filter { $0.name != best.run.name }, higher: true,
      { $0.model?.scores.headline?.value }
    ).map { "\($0.run.name) with \(Numerals.percent($0.value))" }
  }

  private var severalCalibrated: String {
    let before = comparable.compactMap { $0.uncalibrated?.scores["ece"] }
    guard let low = before.min(), let high = before.max() else { return "" }
    var text = "Before calibration the expected calibration error lies "
    text +=
      Numerals.percent(low) == Numerals.percent(high)
      ? "at \(Numerals.percent(low))."
      : "between \(Numerals.percent(low)) and \(Numerals.percent(high))."
    if let best = extreme(
      comparable, higher: false, { $0.headline?.scores["ece"] }),
      comparable.contains(where: { $0.calibrated != nil })
    {
      text +=
        " The lowest with the calibrators that the runs end with is **\(Numerals.percent(best.value))**: "
        + "**\(best.run.name)** with \(best.run.headline?.calibrator ?? "none")."
    }
    return text
  }

  private var stampWords: String {
    let marked = report.runs.filter { !comparable.contains($0) }
    guard !marked.isEmpty else { return "" }
    return "Left out of these comparisons: \(Self.enumeration(marked.map(\.name))), because of the "
      + "warning beside it."
  }

  /// Runs without a warning; all, when every one has one.
  private var comparable: [RunFacts] {
    let honest = report.runs.filter { run in !run.stamps.contains { $0.kind == .warning } }
    return honest.isEmpty ? report.runs : honest
  }

  private func extreme(
    _ runs: [RunFacts], higher: Bool, _ value: (RunFacts) -> Double?
  ) -> (run: RunFacts, value: Double)? {
    var best: (run: RunFacts, value: Double)?
    for run in runs {
      guard let value = value(run), value.isFinite else { continue }
      if let known = best, higher ? value <= known.value : value >= known.value { continue }
      best = (run, value)
    }
    return best
  }

  static func enumeration(_ parts: [String]) -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Large figures

  var tiles: [Page.Tile] {
    let isSingle = report.runs.count == 1
    var tiles: [Page.Tile] = []
    if let best = extreme(comparable, higher: true, { $0.model?.scores.headline?.value }) {
      tiles.append(
        Page.Tile(
          label: "balanced accuracy", value: Numerals.percent(best.value),
          note: isSingle ? "every class counts once" : best.run.name))
    }
    if let best = extreme(
      comparable, higher: true, { $0.model?.scores["accuracy_few"] })
    {
      tiles.append(
        Page.Tile(
          label: "few-shot accuracy", value: Numerals.percent(best.value),
          note: isSingle ? "the rarest classes" : best.run.name))
    }
    if let best = extreme(
      comparable, higher: false,
      { $0.headline?.scores["ece"] })
    {
      var state = best.run.headline?.calibrator.map { "after \($0)" } ?? "before calibration"
      if let before = best.run.smallerUncalibratedError {
        state += "; \(Numerals.percent(before)) before it"
      }
      tiles.append(
        Page.Tile(
          label: "calibration error (ECE)", value: Numerals.percent(best.value),
          note: isSingle ? state : "\(best.run.name), \(state)"))
    }
    let total = report.dataset.counts.reduce(0, +)
    tiles.append(
      Page.Tile(
        label: "training images", value: Numerals.count(total),
        note: "\(Numerals.count(report.dataset.counts.count)) classes"))
    return tiles
  }
}

extension FigureTable {
  /// The figure by which runs are compared.
  var headline: Figure? { figure("balanced_accuracy") ?? figure("accuracy") }

  private static let accuracies =
    ["accuracy", "balanced_accuracy"] + ShotGroup.allCases.map { "accuracy_\($0.rawValue)" }

  /// Whether all accuracies are the same: a calibrator that keeps the arg-max.
  func recognisesLike(_ other: FigureTable) -> Bool {
    Self.accuracies.allSatisfy { figure($0) == other.figure($0) }
  }
}
