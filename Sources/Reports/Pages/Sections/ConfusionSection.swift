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
    blocks.append(
      .gallery(
        shown.map(matrix), width: shown.count == 1 ? 600 : 450, heading: "",
        caption: blockCaption))
    if shown.count < runs.count {
      blocks.append(.remark("Of the first \(shown.count) runs, to keep this file small."))
    }
    let mistakes = Table(
      label: "Most frequent mistakes",
      caption: "The most frequent mistakes",
      columns: runColumn + [
        .init("true class", isNumber: false), .init("taken for", isNumber: false), .init("times"),
        .init("of its images", note: "%"),
      ],
      rows: runs.flatMap { self.mistakes($0, limit: runs.count == 1 ? 10 : 5) })
    if !mistakes.rows.isEmpty { blocks.append(.table(mistakes)) }
    return Page.Section("confusion", "What is taken for what", short: "Confusion", blocks)
  }

  private func matrix(_ run: RunFacts) -> any Chart {
    ConfusionMatrix(
      heading: report.runs.count > 1 ? run.name : "",
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
      Table.Row(
        cells: (runColumn.isEmpty ? [] : [Table.Cell(place == 0 ? run.name : "", isHead: true)]) + [
          Table.Cell(name(entry.label), isHead: runColumn.isEmpty),
          Table.Cell(name(entry.prediction)), Table.Cell(Numerals.count(entry.count)),
          Table.Cell(
            Numerals.fixed(Double(entry.count) / Double(samples[entry.label]) * 100, digits: 0)),
        ], opensGroup: place == 0)
    }
  }

  private var runColumn: [Table.Column] {
    report.runs.count > 1 ? [Table.Column("run", isNumber: false)] : []
  }

  private func name(_ index: Int) -> String {
    "\(report.dataset.classNames[index]) (\(report.dataset.groups.ofClass[index].rawValue))"
  }
}
