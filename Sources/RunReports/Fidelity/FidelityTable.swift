import Foundation
import LongTail
import Reports

/// The parts of the page of fidelity, and its figures for programs.
enum FidelityTable {
  /// A published table: its figures, and below them the commands that make them.
  static func section(_ table: PublishedTable, _ cells: [FidelityCell]) -> String {
    var commands: [String] = []
    for case let command? in cells.map(\.command) where !commands.contains(command) {
      commands.append(command)
    }
    let rows = cells.map { cell -> [Table.Cell] in
      let number = cell.command.flatMap(commands.firstIndex).map { " [\($0 + 1)]" } ?? ""
      return [
        .text(cell.place.row), .text(cell.place.column), .text(TablePage.words(cell.published)),
        .text(cell.official.map { "\(TablePage.words($0.figure)) (\($0.source))" } ?? "–"),
        .text(measured(cell) + number), .text(differences(cell)), .text(note(cell)),
      ]
    }
    let page = Table(
      header: ["row", "column", "published", "official", "ours", "difference", "found"],
      rows: rows)
    let list = commands.enumerated().map { "    [\($0.offset + 1)] \($0.element)" }
    return
      ([
        "## \(table.name)", "\(table.source).", page.text(.markdown),
      ] + table.conditions + (list.isEmpty ? [] : [list.joined(separator: "\n")]))
      .joined(separator: "\n\n")
  }

  private static func measured(_ cell: FidelityCell) -> String {
    guard let measured = cell.measured else {
      return cell.absence.map { "not run: \($0)" } ?? "not run"
    }
    func text(_ spread: GridReport.Spread) -> String {
      Numerals.fixed(spread.mean * 100, digits: 2)
        + (spread.deviation.map { " ± " + Numerals.fixed($0 * 100, digits: 2) } ?? "")
    }
    let count = measured.accuracy.values.count
    // A table without accuracies is of calibration errors alone.
    let accuracy = cell.published.accuracy == nil ? Numerals.missing : text(measured.accuracy)
    return ([accuracy] + [measured.calibrationError.map(text)].compactMap { $0 })
      .joined(separator: " / ") + (count > 1 ? ", \(count) seeds" : "")
  }

  private static func differences(_ cell: FidelityCell) -> String {
    func text(_ difference: Double?, _ spread: GridReport.Spread?) -> String? {
      difference.map { value in
        let deviations = FidelityCell.deviations(value, of: spread).map {
          " (\(Numerals.fixed($0, digits: 1)) s)"
        }
        return Numerals.points(value / 100, digits: 2) + (deviations ?? "")
      }
    }
    let accuracy = text(cell.accuracyDifference, cell.measured?.accuracy)
    let error = text(cell.errorDifference, cell.measured?.calibrationError)
    guard accuracy != nil || error != nil else { return Numerals.missing }
    return (accuracy ?? Numerals.missing) + (error.map { " / \($0)" } ?? "")
  }

  private static func note(_ cell: FidelityCell) -> String {
    let text = cell.measured == nil ? cell.found ?? "" : cell.remark
    return text.isEmpty ? Numerals.missing : text
  }

  /// The section on the order of methods.
  static func order(_ orders: [MethodOrder]) -> String {
    let title = """
      ## Order of the methods

      Of each column the pairs of rows whose published accuracies are more than \(String(format: "%g", MethodOrder.gap)) \
      points apart and that were both measured at their whole length: does the better one stand ahead here, too?
      """
    guard !orders.isEmpty else { return title + "\n\nThere is no such pair yet." }
    let table = Table(
      header: ["table", "column", "pairs", "in the published order", "the other way round"],
      rows: orders.map { order in
        [
          .text(order.table), .text(order.column), .count(order.pairs),
          .count(order.pairs - order.reversals.count),
          .text(order.reversals.isEmpty ? Numerals.missing : words(order.reversals)),
        ]
      })
    let pairs = orders.reduce(0) { $0 + $1.pairs }
    let reversed = orders.reduce(0) { $0 + $1.reversals.count }
    return title + "\n\n\(pairs - reversed) of \(pairs) pairs stand in the published order.\n\n"
      + table.text(.markdown)
  }

  private static func words(_ reversals: [MethodOrder.Reversal]) -> String {
    reversals.map {
      "\($0.better) before \($0.worse): \(Numerals.points($0.published / 100)) published, "
        + "\(Numerals.points($0.measured / 100)) here"
    }.joined(separator: "; ")
  }

  /// A row for each figure, in percent and points.
  static func figures(_ cells: [FidelityCell]) -> Table {
    Table(
      header: [
        "table", "row", "column", "published_accuracy", "published_ece", "official_accuracy",
        "official_ece", "official_source", "accuracy", "accuracy_deviation", "ece",
        "ece_deviation", "seeds", "epochs", "accuracy_difference", "ece_difference", "state",
        "found", "command",
      ],
      rows: cells.map { cell in
        let measured = cell.measured
        func percent(_ value: Double?) -> Table.Cell { .number(value.map { $0 * 100 }) }
        return [
          .text(cell.place.table), .text(cell.place.row), .text(cell.place.column),
          .number(cell.published.accuracy), .number(cell.published.calibrationError),
          .number(cell.official?.figure.accuracy), .number(cell.official?.figure.calibrationError),
          .text(cell.official?.source ?? ""), percent(measured?.accuracy.mean),
          percent(measured?.accuracy.deviation), percent(measured?.calibrationError?.mean),
          percent(measured?.calibrationError?.deviation),
          .count(measured?.accuracy.values.count ?? 0),
          .text((measured?.epochs ?? []).map(String.init).joined(separator: " + ")),
          .number(cell.accuracyDifference), .number(cell.errorDifference), .text(state(cell)),
          .text(cell.found ?? ""), .text(cell.command ?? ""),
        ]
      })
  }

  /// `near`, `far`, `shortened`, `not run`, or why it cannot be.
  private static func state(_ cell: FidelityCell) -> String {
    guard cell.measured != nil else { return cell.absence.map { "not run: \($0)" } ?? "not run" }
    return cell.isShortened ? "shortened" : cell.isFar ? "far" : "near"
  }
}
