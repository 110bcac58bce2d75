import Calibration

/// Evaluations as rows, figures as columns, the best of each column in bold.
struct ScoreTable {
  struct Row {
    let name: String
    let calibrator: String
    let stamps: [Stamp]
    let scores: FigureTable?
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

  private struct Column {
    let measure: any Measure
    let digits: Int
    var showsInterval = true
    /// The group that it is about.
    var group: ShotGroup?
    var isChance = false

    var name: String { isChance ? "by chance" : measure.title }

    var unit: String {
      if isChance { return "ECE up to, %" }
      switch measure.unit {
      case .fraction: return "%"
      case .nats: return "nats"
      case .number(let range):
        return "\(Numerals.short(range.lowerBound)) to \(Numerals.short(range.upperBound))"
      }
    }

    var factor: Double { measure.unit == .fraction ? 100 : 1 }

    func figure(_ scores: FigureTable) -> Figure? {
      guard isChance else { return scores.figure(measure.name) }
      return (scores.figure(measure.name)?.perfectRange?.upper).map { Figure($0) }
    }

    func note(_ scores: FigureTable) -> String? {
      measure.decidingSamples(of: scores).map { "n = \(Numerals.count($0))" }
    }

    /// Whether enough samples decide the figure for it to be called the best.
    func isFounded(_ scores: FigureTable) -> Bool {
      (measure.decidingSamples(of: scores) ?? .max) >= ScoreTable.fewestForBest
    }
  }

  /// A figure that fewer samples decide is never marked as the best.
  static let fewestForBest = 10

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
    let isRanked =
      kinds.contains(.calibration) && rows.contains { $0.scores?.ranksByUncertainty == true }
    let all = kinds.flatMap(Self.columns) + (isRanked ? Self.rankings : [])
    let shown = all.filter { column in
      column.group != nil && groups != nil
        || rows.contains { $0.scores.flatMap(column.figure)?.value.isFinite ?? false }
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

  /// The text of the best figure among rows that may be compared; `nil` without two rows, and where few samples
  /// decide it.
  private func best(_ column: Column) -> String? {
    let compared = rows.filter { !$0.isLeaky }.compactMap(\.scores).compactMap {
      scores -> (FigureTable, Double)? in
      guard let value = column.figure(scores)?.value, value.isFinite else { return nil }
      return (scores, value)
    }
    guard rows.count > 1, compared.count > 1, !column.isChance else { return nil }
    let best =
      switch column.measure.direction {
      case .higherIsBetter: compared.max { $0.1 < $1.1 }
      case .lowerIsBetter: compared.min { $0.1 < $1.1 }
      case .zeroIsBest: compared.min { abs($0.1) < abs($1.1) }
      }
    guard let best, column.isFounded(best.0) else { return nil }
    return Numerals.fixed(best.1 * column.factor, digits: column.digits)
  }

  private static func seconds(_ value: Double) -> String {
    Numerals.fixed(value, digits: value < 0.1 ? 3 : value < 10 ? 2 : 0)
  }

  private func cell(
    _ column: Column, _ scores: FigureTable, best: String?, of row: Row
  ) -> Table.Cell {
    guard let figure = column.figure(scores), figure.value.isFinite else {
      guard let group = column.group, let groups else { return Table.Cell(Numerals.missing) }
      return Table.Cell(groups.classes(in: group).isEmpty ? "no class" : "no sample")
    }
    func shown(_ value: Double) -> String {
      Numerals.fixed(value * column.factor, digits: column.digits)
    }
    let text = shown(figure.value)
    var notes: [String] = []
    if column.showsInterval, let interval = figure.interval {
      notes.append(shown(interval.lower) + "–" + shown(interval.upper))
    }
    if let note = column.note(scores) { notes.append(note) }
    return Table.Cell(
      text, note: notes.joined(separator: ", "),
      isBest: text == best && !row.isLeaky && column.isFounded(scores))
  }

  /// How well answers are ranked by confidence and by an uncertainty, where one is given.
  private static var rankings: [Column] {
    SurenessAccount.allCases.flatMap { account in
      [
        Column(measure: AreaUnderROC(by: account), digits: 1),
        Column(measure: AreaUnderRiskCoverage(by: account), digits: 1),
      ]
    }
  }

  private static func columns(_ kind: Kind) -> [Column] {
    switch kind {
    case .accuracy:
      [
        Column(measure: OverallAccuracy(), digits: 1),
        Column(measure: BalancedAccuracy(), digits: 1),
      ]
        + ShotGroup.allCases.map {
          Column(measure: GroupAccuracy($0), digits: 1, group: $0)
        }
    case .calibration:
      [
        Column(measure: ExpectedCalibrationError(), digits: 2),
        Column(measure: MaximumCalibrationError(), digits: 1, showsInterval: false),
        Column(measure: ExpectedCalibrationError(), digits: 2, isChance: true),
        Column(measure: AdaptiveCalibrationError(), digits: 2, showsInterval: false),
        Column(measure: ClasswiseCalibrationError(), digits: 2, showsInterval: false),
        Column(measure: NegativeLogLikelihood(), digits: 3),
        Column(measure: BrierScore(), digits: 3),
      ] + Measures.additional.map { Column(measure: $0, digits: $0.unit == .fraction ? 2 : 3) }
    }
  }
}

extension FigureTable {
  /// Whether answers are ranked by an uncertainty that was given beside confidence.
  var ranksByUncertainty: Bool { self[AreaUnderROC(by: .uncertainty).name] != nil }
}

extension ScoreTable.Row {
  /// Figures that must not win a comparison.
  var isLeaky: Bool { stamps.contains { $0.kind == .warning } }
}
