import ArrayFiles
import Calibration

/// A report on one run, or on several side by side: numbers in, one self-contained page out.
public struct RunReport: Sendable, Codable, Equatable {
  /// The page's heading.
  public var title: String
  /// A paragraph in words above the figures; written from the figures when `nil`.
  public var summary: String?
  /// What the runs were trained on and measured with.
  public var dataset: DatasetFacts
  /// At least one; the first is the one whose details are shown first.
  public var runs: [RunFacts]
  /// Further remarks for the notes at the end, a paragraph each.
  public var notes: [String]

  /// - Precondition: at least one run.
  public init(
    title: String, summary: String? = nil, dataset: DatasetFacts, runs: [RunFacts],
    notes: [String] = []
  ) {
    precondition(!runs.isEmpty, "a report needs a run")
    self.title = title
    self.summary = summary
    self.dataset = dataset
    self.runs = runs
    self.notes = notes
  }

  /// The page as one HTML file that needs nothing else; equal reports give equal bytes.
  ///
  /// Below 2 MB: with many runs or classes, fewer diagrams are drawn, and the page says so.
  public func html() -> String {
    Detail.fitting { page(detail: $0).html() }
  }

  /// Per-class figures as CSV text: a row for each run, evaluation and class. Shares are fractions in
  /// [0, 1]; fields of what is not known are empty.
  public func classCSV() -> String { ClassFigures(report: self).csv.text }

  func page(detail: Detail) -> Page {
    let summary = RunSummary(report: self)
    let results = Page.Section(
      "results", "Results",
      [
        .heading("Recognition"), .table(accuracyTable.table), .heading("Calibration"),
        .table(calibrationTable.table), .remark(Self.legend),
      ])
    let accuracy = AccuracySection(report: self, detail: detail).sections
    let experts = ExpertSection(report: self, detail: detail).section
    let confusion = ConfusionSection(report: self, detail: detail).section
    let calibration = CalibrationSection(report: self, detail: detail).section
    let hierarchy = HierarchySection(runs: runs).section
    let stages = StagesSection(report: self, detail: detail).section
    let notesSection = NotesSection(
      evaluations: runs.flatMap(\.evaluations), groupRule: dataset.groups.rule, remarks: notes)
    return Page(
      kind: "Long-tailed recognition", title: title, subtitle: subtitle, stamps: stamps,
      summary: summary.paragraphs, tiles: summary.tiles,
      sections: [results, DatasetSection(dataset: dataset).section] + accuracy
        + [experts, calibration, hierarchy, confusion, stages].compactMap { $0 }
        + TrainingSection(report: self).sections
        + [notesSection.section])
  }

  private var subtitle: String {
    "\(dataset.name) · \(runs.map(\.name).listed(most: 6, separator: " · "))"
  }

  /// Each stamp once, with the runs it belongs to where that is not all of them.
  private var stamps: [Stamp] {
    var seen: [String] = []
    return runs.flatMap(\.stamps).compactMap { stamp in
      guard !seen.contains(stamp.text), stamp.kind == .warning || !stamp.explanation.isEmpty else {
        return nil
      }
      seen.append(stamp.text)
      let bearers = runs.filter { run in run.stamps.contains { $0.text == stamp.text } }
      let names =
        bearers.count < runs.count ? bearers.map(\.name).joined(separator: ", ") + ": " : ""
      let mark = stamp.kind == .warning ? "† " : ""
      return Stamp(
        "\(mark)\(names)\(stamp.text)", kind: stamp.kind, explanation: stamp.explanation)
    }
  }

  /// One row a run, and one for each calibrator that changes what is recognised.
  private var accuracyTable: ScoreTable {
    let evaluations = runs.map { run in
      run.evaluations.enumerated().filter { place, evaluation in
        place == 0 || !evaluation.scores.recognisesLike(run.evaluations[0].scores)
      }.map(\.element)
    }
    return ScoreTable(
      label: "Accuracies of all runs", rowTitle: runs.count > 1 ? "run" : "calibration",
      hasCalibrators: runs.count > 1 && evaluations.contains { $0.count > 1 }, kinds: [.accuracy],
      groups: dataset.groups,
      rows: zip(runs, evaluations).flatMap(rows))
  }

  private var calibrationTable: ScoreTable {
    ScoreTable(
      label: "Calibration of all runs", rowTitle: runs.count > 1 ? "run" : "calibration",
      hasCalibrators: runs.count > 1,
      kinds: [.calibration], groups: dataset.groups, rows: runs.flatMap { rows($0, $0.evaluations) }
    )
  }

  /// Of a single run the calibrators name the rows.
  private func rows(_ run: RunFacts, _ evaluations: [EvaluationFacts]) -> [ScoreTable.Row] {
    evaluations.enumerated().map { place, evaluation in
      ScoreTable.Row(
        name: runs.count > 1 ? run.name : evaluation.calibrator ?? "before calibration",
        calibrator: evaluation.calibrator ?? "none", stamps: run.stamps,
        scores: evaluation.scores, opensGroup: place == 0)
    }
  }

  private static let legend =
    "All on the test set. **balanced**: mean of the accuracies of the classes; **many**, **medium**, "
    + "**few**: classes by their training images; **ECE**, **MCE**: expected and largest "
    + "calibration error. Bold: best of the column, unless "
    + "fewer than \(ScoreTable.fewestForBest) samples decide it. The notes at the end say more."
}
