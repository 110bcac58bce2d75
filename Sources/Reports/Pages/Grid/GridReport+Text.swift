extension GridReport {
  /// A table of accuracy / ECE in percent, mean ± deviation over seeds, the best in bold.
  public func markdown() -> String {
    let table = text(
      making: MakingColumn.allCases, bold: { "**\($0)**" },
      escape: { $0.replacing("|", with: "\\|") })
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = "|---|" + table.header.dropFirst().map { _ in "---:|" }.joined()
    let lines = [line(table.header), rule] + table.rows.map(line)
    return
      ([warning.map { "> \($0)\n" }, lines.joined(separator: "\n") + "\n"].compactMap { $0 }
      + notes.map { $0 + "\n" }).joined(separator: "\n")
  }

  /// The same as a LaTeX `tabular`; it needs no package.
  public func latex() -> String {
    let table = text(
      making: MakingColumn.short, bold: { "\\textbf{\($0)}" }, escape: Self.latexEscaped)
    func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }
    let columns = "l" + String(repeating: "r", count: table.header.count - 1)
    let comments = ([warning].compactMap { $0 } + notes).map { "% " + $0 }
    return
      (comments + ["\\begin{tabular}{\(columns)}", "\\hline", line(table.header), "\\hline"]
      + table.rows.map(line) + ["\\hline", "\\end{tabular}", ""])
      .joined(separator: "\n").replacing(" ± ", with: " $\\pm$ ").replacing("–", with: "--")
  }

  /// A row for each method and column; figures are fractions in [0, 1], what is not known is empty.
  public func csv() -> String {
    CSV(header: figureNames, rows: figures.map { $0.map(\.exact) }).text
  }

  private func text(
    making: [MakingColumn], bold: (String) -> String, escape: (String) -> String
  ) -> (header: [String], rows: [[String]]) {
    let hasPublished = columns.indices.map { column in
      rows.contains { $0.cells[column].published != nil }
    }
    var header = ["method"]
    for (column, name) in columns.enumerated() {
      header.append(escape(heading(name)))
      if hasPublished[column] { header.append("published") }
    }
    let making = known(making)
    header += ["epochs", "published"] + making.map(\.rawValue)
    let best = columns.indices.map(best(column:))
    let lines = rows.map { row in
      var line = [escape(row.method)]
      for (column, cell) in row.cells.enumerated() {
        line.append(Self.text(cell, best: best[column], bold: bold, escape: escape))
        if hasPublished[column] { line.append(cell.published.map(GridFigures.text) ?? "–") }
      }
      return line + [row.epochs, row.publishedEpochs] + making.map { escape(row.text($0)) }
    }
    return (header, lines)
  }

  private static func text(
    _ cell: Cell, best: (accuracy: String?, calibrationError: String?), bold: (String) -> String,
    escape: (String) -> String
  ) -> String {
    guard let measured = cell.measured else {
      return cell.remark.isEmpty ? "–" : escape(cell.remark)
    }
    func marked(_ spread: Spread, _ best: String?) -> String {
      let text = GridFigures.text(spread)
      return GridFigures.percent(spread.mean) == best ? bold(text) : text
    }
    return marked(measured.accuracy, best.accuracy)
      + (measured.calibrationError.map { " / " + marked($0, best.calibrationError) } ?? "")
  }

  private static func latexEscaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      default: result.append(character)
      }
    }
  }
}

extension GridReport.Row {
  /// The training budget; all columns of a method share it where nothing was set by hand.
  var epochs: String { Self.text(cells.compactMap { $0.measured?.epochs }) }
  var publishedEpochs: String { Self.text(cells.compactMap { $0.published?.epochs }) }

  private static func text(_ budgets: [[Int]]) -> String {
    var seen: [String] = []
    for budget in budgets.filter({ !$0.isEmpty }).map(GridFigures.text(epochs:))
    where !seen.contains(budget) {
      seen.append(budget)
    }
    return seen.isEmpty ? "–" : seen.joined(separator: ", ")
  }
}
