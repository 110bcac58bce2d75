public import Reports

extension GridReport {
  /// The table in an output format: as it is read in Markdown, with its figures in full in the others.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .markdown: markdown()
    case .csv: csv()
    case .table, .json: Table(self).text(format)
    }
  }
}

extension Table {
  /// The figures of a grid, a row for each method and column.
  init(_ report: GridReport) {
    self.init(
      header: report.figureNames,
      rows: report.figures.map { row in
        row.map { figure -> Table.Cell in
          switch figure {
          case .text(let text): .text(text)
          case .count(let count): .count(count)
          case .fraction(let value): .number(value)
          }
        }
      })
  }
}
