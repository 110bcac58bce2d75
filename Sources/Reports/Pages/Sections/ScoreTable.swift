import Calibration

/// Evaluations as rows, figures as columns, the best of each column in bold.
struct ScoreTable {
  struct Row {
    let name: String
    let calibrator: String
    let stamps: [Stamp]
    let scores: Scores?
    /// Written where there are no scores.
    var remark = ""
    /// Seconds that the fit took.
    var fitSeconds: Double?
    var opensGroup = false
  }

  /// Which figures to show.
  enum Kind {
    case accuracy, calibration
  }

  private struct Figures: Sendable {
    let name: String
    let unit: String
    let digits: Int
    let factor: Double
    /// `nil` for what is not better or worse.
    let isHigherBetter: Bool?
    let value: @Sendable (Scores) -> Figure?
    var note: @Sendable (Scores) -> String = { _ in "" }
    /// The group that it is about.
    var group: ShotGroup?
  }

  let label: String
  /// What the rows are: "run", "calibrator".
  let rowTitle: String
  /// Whether there is a column for the calibrator beside the name.
  let hasCalibrators: Bool
  let kinds: [Kind]
  /// Tells a group without a class from one without a sample; `nil` when classes are not known.
  let groups: ShotGroups?
  let rows: [Row]

  var table: Table {
    let shown = kinds.flatMap(Self.figures).filter { figures in
      figures.group != nil && groups != nil
        || rows.contains { $0.scores.flatMap(figures.value)?.value.isFinite ?? false }
    }
    var columns = [Table.Column(rowTitle, isNumber: false)]
    if hasCalibrators { columns.append(Table.Column("calibration", isNumber: false)) }
    columns += shown.map { Table.Column($0.name, note: $0.unit) }
    let hasTimes = rows.contains { $0.fitSeconds != nil }
    if hasTimes { columns.append(Table.Column("fit", note: "seconds")) }
    let best = shown.map(best)
    return Table(
      label: label, columns: columns,
      rows: rows.map { row in
        var cells = [
          Table.Cell(
            row.name, stamps: row.stamps.inRow(opensGroup: row.opensGroup), isHead: true)
        ]
        if hasCalibrators { cells.append(Table.Cell(row.calibrator)) }
        if let scores = row.scores {
          cells += zip(shown, best).map { cell($0, scores, best: $1, of: row) }
        } else {
          cells += shown.map { _ in Table.Cell("") }
          cells[cells.startIndex].note = row.remark
        }
        if hasTimes { cells.append(Table.Cell(row.fitSeconds.map(Self.seconds) ?? "")) }
        return Table.Row(cells: cells, opensGroup: row.opensGroup)
      })
  }

  /// The text of the best figure among rows that may be compared; `nil` without two rows.
  private func best(_ figures: Figures) -> String? {
    let comparable = rows.filter { $0.scores != nil && !$0.isLeaky }
    let values = comparable.compactMap { $0.scores.flatMap(figures.value)?.value }
      .filter(\.isFinite)
    guard rows.count > 1, values.count > 1, let isHigherBetter = figures.isHigherBetter else {
      return nil
    }
    return (isHigherBetter ? values.max() : values.min()).map {
      Numerals.fixed($0 * figures.factor, digits: figures.digits)
    }
  }

  private static func seconds(_ value: Double) -> String {
    Numerals.fixed(value, digits: value < 0.1 ? 3 : value < 10 ? 2 : 0)
  }

  private func cell(
    _ figures: Figures, _ scores: Scores, best: String?, of row: Row
  ) -> Table.Cell {
    guard let figure = figures.value(scores), figure.value.isFinite else {
      guard let group = figures.group, let groups else { return Table.Cell(Numerals.missing) }
      return Table.Cell(groups.classes(in: group).isEmpty ? "no class" : "no sample")
    }
    let text = Numerals.fixed(figure.value * figures.factor, digits: figures.digits)
    var notes: [String] = []
    if let interval = figure.interval {
      notes.append(
        Numerals.fixed(interval.lower * figures.factor, digits: figures.digits) + "–"
          + Numerals.fixed(interval.upper * figures.factor, digits: figures.digits))
    }
    let note = figures.note(scores)
    if !note.isEmpty { notes.append(note) }
    return Table.Cell(
      text, note: notes.joined(separator: ", "), isBest: text == best && !row.isLeaky)
  }

  private static func figures(_ kind: Kind) -> [Figures] {
    kind == .accuracy ? accuracies : calibrationFigures
  }

  private static let accuracies: [Figures] =
    [
      percent("accuracy", 1, isHigherBetter: true) { $0.accuracy },
      percent("balanced", 1, isHigherBetter: true) { $0.balancedAccuracy },
    ]
    + ShotGroup.allCases.map { group in
      var figures = percent(group.rawValue, 1, isHigherBetter: true) { $0.groupAccuracy[group] }
      figures.group = group
      return figures
    }

  private static let calibrationFigures: [Figures] = [
    percent("ECE", 2) { $0.calibrationError },
    Figures(
      name: "MCE", unit: "%", digits: 1, factor: 100, isHigherBetter: false,
      value: { $0.maximumCalibrationError },
      note: { scores in scores.maximumBinCount.map { "n = \(Numerals.count($0))" } ?? "" }),
    Figures(
      name: "by chance", unit: "ECE up to, %", digits: 2, factor: 100, isHigherBetter: nil,
      value: { ($0.calibrationError?.perfectRange?.upper).map { Figure($0) } }),
    percent("adaptive ECE", 2) { $0.adaptiveCalibrationError },
    percent("class-wise ECE", 2) { $0.classwiseCalibrationError },
    Figures(
      name: "NLL", unit: "nats", digits: 3, factor: 1, isHigherBetter: false,
      value: { $0.negativeLogLikelihood }),
    Figures(
      name: "Brier", unit: "0 to 2", digits: 3, factor: 1, isHigherBetter: false,
      value: { $0.brier }),
  ]

  private static func percent(
    _ name: String, _ digits: Int, isHigherBetter: Bool = false,
    value: @escaping @Sendable (Scores) -> Figure?
  ) -> Figures {
    Figures(
      name: name, unit: "%", digits: digits, factor: 100, isHigherBetter: isHigherBetter,
      value: value)
  }
}

extension ScoreTable.Row {
  /// Figures that must not win a comparison.
  var isLeaky: Bool { stamps.contains { $0.kind == .warning } }
}
