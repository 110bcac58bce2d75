import Calibration

/// What is taken for what: a matrix a run and the most frequent mistakes.
struct ConfusionSection {
  let report: RunReport
  let detail: Detail

  var section: Page.Section? {
    let runs = report.runs.filter { $0.model?.confusion?.classes == report.dataset.counts.count }
    guard !runs.isEmpty, !report.dataset.counts.isEmpty else { return nil }
    var blocks: [Block] = [
      .paragraph(
        "Rows are true classes and columns predicted ones, both from the most to the least "
          + "frequent in training. A column that is dark far from the diagonal attracts what does "
          + "not belong to it; in long-tailed recognition these are the frequent classes, on the "
          + "left.")
    ]
    let shown = runs.prefix(detail.diagramRuns)
    let isSingle = runs.count == 1
    let matrices: [Block] = [
      .gallery(
        shown.map(matrix), width: isSingle ? 600 : 450, heading: "", caption: blockCaption)
    ]
    let mistakes = mistakeTable(runs)
    if isSingle {
      blocks.append(.columns(matrices, mistakes))
    } else {
      blocks += matrices
      if shown.count < runs.count {
        blocks.append(.remark("Of the first \(shown.count) runs, to keep this file small."))
      }
      blocks += mistakes
    }
    return Page.Section("confusion", "What is taken for what", short: "Confusion", blocks)
  }

  private func mistakeTable(_ runs: [RunFacts]) -> [Block] {
    let table = Table(
      label: "Most frequent mistakes",
      columns: runColumn + [
        .init("true class", isNumber: false), .init("taken for", isNumber: false),
        .init("times", note: "of its images"),
      ], rows: runs.flatMap { mistakes($0, limit: runs.count == 1 ? 12 : 5) })
    return table.rows.isEmpty ? [] : [.heading("The most frequent mistakes"), .table(table)]
  }

  private func matrix(_ run: RunFacts) -> any Chart {
    ConfusionMatrix(
      heading: report.runs.count > 1 ? run.chartName : "",
      confusion: run.model?.confusion ?? ConfusionCounts(matrix: []),
      classNames: report.dataset.classNames, counts: report.dataset.counts,
      groups: report.dataset.groups, mostCells: detail.confusionCells)
  }

  private var blockCaption: String {
    let classes = report.dataset.counts.count
    let size = (classes + detail.confusionCells - 1) / detail.confusionCells
    let tone = "Colours follow the square root of the share, so that rare confusions can be seen."
    return size > 1
      ? "A cell stands for \(size) by \(size) neighbouring classes. \(tone)" : tone
  }

  private func mistakes(_ run: RunFacts, limit: Int) -> [Table.Row] {
    guard let confusion = run.model?.confusion else { return [] }
    var samples = [Int](repeating: 0, count: confusion.classes)
    for entry in confusion.entries { samples[entry.label] += entry.count }
    let wrong = confusion.entries.filter { $0.label != $0.prediction && $0.count > 1 }
      .sorted { ($1.count, $0.label, $0.prediction) < ($0.count, $1.label, $1.prediction) }
    return wrong.prefix(limit).enumerated().map { place, entry in
      let isSingle = runColumn.isEmpty
      let share = Double(entry.count) / Double(max(samples[entry.label], 1))
      return Table.Row(
        cells: (isSingle ? [] : [nameCell(run, isFirst: place == 0)]) + [
          name(entry.label, isHead: isSingle), name(entry.prediction, isHead: false),
          Table.Cell(Numerals.count(entry.count), note: Numerals.percent(share, digits: 0)),
        ], opensGroup: place == 0 && !isSingle)
    }
  }

  private func nameCell(_ run: RunFacts, isFirst: Bool) -> Table.Cell {
    Table.Cell(isFirst ? run.name : "", stamps: isFirst ? run.stamps : [], isHead: true)
  }

  private var runColumn: [Table.Column] {
    report.runs.count > 1 ? [Table.Column("run", isNumber: false)] : []
  }

  private func name(_ index: Int, isHead: Bool) -> Table.Cell {
    Table.Cell(
      report.dataset.classNames[index], note: report.dataset.groups.ofClass[index].rawValue,
      isHead: isHead)
  }
}
