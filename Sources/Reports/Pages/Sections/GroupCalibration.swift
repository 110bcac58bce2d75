import Calibration

/// Calibration per group, by true and by predicted class: words, a table, diagrams.
struct GroupCalibration {
  struct Row {
    let name: String
    let stamps: [Stamp]
    let evaluation: EvaluationFacts
    let opensGroup: Bool
  }

  /// Tells a group without a class from one without a sample; `nil` when classes are not known.
  let groups: ShotGroups?

  static func hasGroups(_ evaluation: EvaluationFacts) -> Bool {
    !evaluation.reliabilityByTrueGroup.isEmpty || !evaluation.reliabilityByPredictedGroup.isEmpty
  }

  var introduction: [Block] {
    [
      .heading("Per group: two questions with two answers"),
      .paragraph(
        "Grouping by **true** class asks: when the picture really shows a few-shot class, how well "
          + "does the confidence fit? Grouping by **predicted** class asks: when the model names a "
          + "few-shot class, how far can it be believed? These are different questions, and their "
          + "answers often have opposite signs: a model that overlooks rare classes is "
          + "over-confident on pictures of them, and yet right or even too modest on the few "
          + "occasions when it names one."),
    ]
  }

  /// ECE and signed gap of every row, in both groupings, with how to read them.
  func table(_ rows: [Row], rowTitle: String, hasCalibrators: Bool) -> [Block] {
    var columns = [Table.Column(rowTitle, isNumber: false)]
    if hasCalibrators { columns.append(Table.Column("calibration", isNumber: false)) }
    for naming in ["by true class", "by predicted"] {
      columns += ShotGroup.allCases.map { Table.Column($0.rawValue, note: naming) }
    }
    let table = Table(
      label: "Calibration error per group by true and by predicted class", columns: columns,
      rows: rows.map { row in
        let evaluation = row.evaluation
        var cells = [
          Table.Cell(
            row.name, stamps: row.stamps.inRow(opensGroup: row.opensGroup), isHead: true)
        ]
        if hasCalibrators { cells.append(Table.Cell(evaluation.calibrator ?? "none")) }
        for values in [evaluation.reliabilityByTrueGroup, evaluation.reliabilityByPredictedGroup] {
          cells += ShotGroup.allCases.map { cell(values[$0], $0) }
        }
        return Table.Row(cells: cells, opensGroup: row.opensGroup)
      })
    return [
      .table(table),
      .remark(
        "ECE in percent and, below it, confidence minus accuracy in points: + is over-confident, "
          + "− under-confident. ECE cannot be negative, so on small groups much of it is noise."),
    ]
  }

  /// Six small diagrams: three groups by true class, three by predicted class.
  func diagrams(_ evaluation: EvaluationFacts) -> [Block] {
    let state = evaluation.calibrator.map { "After \($0)" } ?? "Before calibration"
    return [
      .gallery(
        charts(evaluation.reliabilityByTrueGroup, naming: "true class"), width: 300,
        heading: "\(state), by true class", caption: emptyGroups),
      .gallery(
        charts(evaluation.reliabilityByPredictedGroup, naming: "predicted"), width: 300,
        heading: "\(state), by predicted class", caption: emptyGroups),
    ]
  }

  /// Names the groups that have no diagram because they have no class.
  private var emptyGroups: String {
    let empty = ShotGroup.allCases.filter { groups?.classes(in: $0).isEmpty ?? false }
    return empty.isEmpty ? "" : "\(empty.map(\.rawValue).joined(separator: ", ")): no class."
  }

  private func charts(_ values: [ShotGroup: Reliability], naming: String) -> [any Chart] {
    ShotGroup.allCases.filter { !(groups?.classes(in: $0).isEmpty ?? false) }.map { group in
      ReliabilityDiagram(
        heading: "\(naming): \(group.rawValue)", reliability: values[group] ?? Reliability([]),
        missing: missing(group))
    }
  }

  private func cell(_ reliability: Reliability?, _ group: ShotGroup) -> Table.Cell {
    guard let reliability, let error = reliability.expectedError else {
      return Table.Cell(missing(group))
    }
    return Table.Cell(
      Numerals.fixed(error * 100, digits: 1), note: Numerals.points(reliability.signedGap))
  }

  private func missing(_ group: ShotGroup) -> String {
    guard let groups else { return "no sample" }
    return groups.classes(in: group).isEmpty ? "no class" : "no sample"
  }
}
