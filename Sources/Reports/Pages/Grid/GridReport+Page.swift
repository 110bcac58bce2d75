extension GridReport {
  /// The table as one HTML file that needs nothing else; equal reports give equal bytes.
  public func html() -> String {
    let seeds = rows.flatMap(\.cells).compactMap { $0.measured?.accuracy.values.count }.max() ?? 0
    let section = Page.Section(
      "results", "Results",
      [
        .table(table),
        .remark(
          "Accuracy and expected calibration error (15 bins of equal width) on the test set, in "
            + "percent; mean ± sample deviation over seeds, the best of each column in bold. Published "
            + "figures stand below the measured ones."),
      ] + (conditions.map { [.table($0)] } ?? []) + [
        .download(
          file: "compare.csv", text: csv(), label: "The figures as CSV",
          note: "Fractions in [0, 1], a row for each method and column.")
      ])
    return Page(
      kind: "Long-tailed recognition", title: title,
      subtitle: "\(rows.count) \(columnKind.isEmpty ? "rows" : "methods"), \(columns.count) "
        + "\(columnKind.isEmpty ? "columns" : "× \(columnKind)"), up to \(seeds) seeds",
      stamps: warning.map { [Stamp($0, kind: .warning)] } ?? [], summary: notes, tiles: [],
      sections: [section]
    ).html()
  }

  private var table: Table {
    var heads = [Table.Column("method", isNumber: false)]
    for column in columns {
      heads.append(Table.Column("accuracy", note: heading(column)))
      heads.append(Table.Column("ECE", note: heading(column)))
    }
    heads += [Table.Column("epochs"), Table.Column("published epochs")]
    let making = known(MakingColumn.short)
    heads += making.map { Table.Column($0.rawValue) }
    let best = columns.indices.map(best(column:))
    let lines = rows.map { row in
      var cells = [Table.Cell(row.method, isHead: true)]
      for (column, cell) in row.cells.enumerated() {
        let published = cell.published
        cells.append(
          Self.cell(
            cell, cell.measured?.accuracy, best: best[column].accuracy,
            published: published.flatMap { $0.accuracy == nil ? nil : GridFigures.accuracy($0) }))
        cells.append(
          Self.cell(
            cell, cell.measured?.calibrationError, best: best[column].calibrationError,
            published: published?.calibrationError.map(GridFigures.percent)))
      }
      cells += [Table.Cell(row.epochs), Table.Cell(row.publishedEpochs)]
      return Table.Row(cells: cells + making.map { Table.Cell(row.text($0)) })
    }
    return Table(label: title, columns: heads, rows: lines)
  }

  /// What stands in words: a table of its own, since it is long.
  private var conditions: Table? {
    let making = known(MakingColumn.allCases.filter { !MakingColumn.short.contains($0) })
    guard !making.isEmpty else { return nil }
    return Table(
      label: "How the rows were made",
      columns: (["method"] + making.map(\.rawValue)).map { Table.Column($0, isNumber: false) },
      rows: rows.map { row in
        Table.Row(
          cells: [Table.Cell(row.method, isHead: true)] + making.map { Table.Cell(row.text($0)) })
      })
  }

  private static func cell(
    _ cell: Cell, _ spread: Spread?, best: String?, published: String?
  ) -> Table.Cell {
    let note = published.map { "published \($0)" } ?? ""
    guard let spread else { return Table.Cell(cell.remark.isEmpty ? "–" : cell.remark, note: note) }
    return Table.Cell(
      GridFigures.text(spread), note: note,
      isBest: GridFigures.percent(spread.mean) == best)
  }
}
