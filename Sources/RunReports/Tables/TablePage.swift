import LongTail

/// One published table as a person or a program reads it: figures, what is run of it here, conditions, discrepancies.
public struct TablePage {
  private let table: PublishedTable

  /// - Parameter name: one of ``PublishedTables/names``.
  /// - Throws: `UnknownName` that names the nearest.
  public init(_ name: String) throws { table = try PublishedTables.table(named: name) }

  /// A row for each of the table's; programs have a row for each figure.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .json, .csv: figures.text(format)
    case .table, .markdown:
      ([table.summary, "", printed.text(format), ""] + sentences).joined(separator: "\n")
    }
  }

  private var printed: Table {
    Table(
      header: ["row", "method"] + table.columns.map(\.label),
      rows: table.rows.map { row in
        [.text(row.label), .text(Self.method(row))]
          + row.figures.map { .text($0.map(Self.words) ?? "–") }
      })
  }

  private var figures: Table {
    Table(
      header: ["row", "method", "column", "accuracy", "ece"],
      rows: table.rows.flatMap { row in
        zip(table.columns, row.figures).compactMap { column, figure -> [Table.Cell]? in
          figure.map {
            [
              .text(row.label), .text(row.conditions.method ?? ""), .text(column.label),
              .number($0.accuracy), .number($0.calibrationError),
            ]
          }
        }
      })
  }

  private var sentences: [String] {
    [
      "In percent: accuracy, or accuracy / ECE. A dash in the place of a method: there is none here.",
      "Source: \(table.source).",
    ] + table.conditions
      + table.rows.compactMap { row in row.conditions.absence.map { "\(row.label): \($0)." } }
      + table.rows.compactMap { row in row.remark.map { "\(row.label): \($0)." } }
      + table.discrepancies.compactMap { $0.text(in: table) }.map { "Figures disagree: \($0)." }
  }

  private static func method(_ row: PublishedTable.Row) -> String {
    row.conditions.absence == nil ? row.conditions.method ?? "–" : "–"
  }

  /// As the table prints it: `47.0 / 4.83`.
  static func words(_ figure: PublishedFigure) -> String {
    [figure.accuracy.map { "\($0)" } ?? "–", figure.calibrationError.map { "\($0)" }]
      .compactMap { $0 }.joined(separator: " / ")
  }
}
