public import Calibration
import Foundation

/// A table of figures as a text.
public struct FigureTableText {
  private let table: FigureTable
  private let hasGroups: Bool

  /// - Parameters:
  ///   - table: the figures.
  ///   - hasGroups: whether many, medium and few are shown.
  public init(_ table: FigureTable, hasGroups: Bool) {
    self.table = table
    self.hasGroups = hasGroups
  }

  /// Figures, diagram, groups, classes and notes; one row a figure as CSV.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .json: Table.json(table)
    case .csv: list.text(.csv)
    case .table, .markdown: page(format)
    }
  }

  /// What people read: figures, diagram, groups, classes, notes.
  private func page(_ format: OutputFormat) -> String {
    var parts = ["\(table.samples) samples, \(table.classes) classes", figures.text(format)]
    if !absences.isEmpty { parts.append(absences) }
    if let null = table.nullBand {
      parts.append(
        "ece of a perfectly calibrated model with these confidences: \(shown(null.mean)) "
          + "(95 %: \(shown(null.band.lower)) to \(shown(null.band.upper)))")
    }
    if let count = table.maximumErrorCount {
      parts.append("mce is the gap of a bin of \(count) samples")
    }
    let diagram = ReliabilityText(table.reliability).text
    parts.append(format == .markdown ? "```\n\(diagram)\n```" : diagram)
    if hasGroups, let rule = table.groupRule {
      parts += ["groups: \(rule)", groupTable.text(format)]
    }
    if !table.perClass.isEmpty { parts.append(classTable.text(format)) }
    parts += table.notes.map { "note: \($0)" }
    return parts.joined(separator: "\n\n")
  }

  /// Why figures have no value: a line a reason.
  private var absences: String {
    var names: [(reason: String, names: [String])] = []
    for figure in table.rows where figure.value == nil {
      let reason = figure.absence ?? "it cannot be told from these samples"
      if let place = names.firstIndex(where: { $0.reason == reason }) {
        names[place].names.append(figure.name)
      } else {
        names.append((reason, [figure.name]))
      }
    }
    return names.map { "no value for \($0.names.joined(separator: ", ")): \($0.reason)" }
      .joined(separator: "\n")
  }

  private var hasIntervals: Bool { table.rows.contains { $0.interval != nil } }

  private var figures: Table {
    Table(
      header: ["metric", "value"] + (hasIntervals ? ["lower", "upper"] : []) + ["convention"],
      rows: table.rows.map { figure in
        let ends: [Table.Cell] = [
          .number(figure.interval?.lower), .number(figure.interval?.upper),
        ]
        return [.text(figure.name), .number(figure.value)] + (hasIntervals ? ends : [])
          + [.text(figure.convention)]
      })
  }

  /// One row a figure of everything that was asked for, in full precision.
  private var list: Table {
    var rows: [[Table.Cell]] = table.rows.map { figure in
      [
        "all", .text(figure.name), .number(figure.value), .number(figure.interval?.lower),
        .number(figure.interval?.upper), .text(figure.intervalMethod ?? ""),
        .text(figure.convention), .text(figure.absence ?? ""),
      ]
    }
    for (name, score) in (hasGroups ? groupScores : []) + classScores {
      let values: [(String, Double?)] = [
        ("samples", Double(score.samples)), ("accuracy", score.accuracy),
        ("confidence", score.confidence), ("ece", score.expectedError),
        ("signed_gap", score.signedGap),
      ]
      rows += values.map { [.text(name), .text($0.0), .number($0.1), "", "", "", "", ""] }
    }
    return Table(
      header: [
        "scope", "metric", "value", "lower", "upper", "interval_method", "convention",
        "absence",
      ], rows: rows)
  }

  private var groupScores: [(String, Reliability)] {
    let groupings = [
      ("true", table.groupsByTrueLabel), ("predicted", table.groupsByPredictedLabel),
    ]
    return groupings.flatMap { grouping, scores in
      ShotGroup.allCases.compactMap { group in
        scores?[group].map { ("\(group.rawValue) by \(grouping) label", $0) }
      }
    }
  }

  private var classScores: [(String, Reliability)] {
    table.perClass.map { ("class \($0.label) by true label", $0.byTrueLabel) }
      + table.perClass.map { ("class \($0.label) by predicted label", $0.byPredictedLabel) }
  }

  private var groupTable: Table { scoreTable("group", groupScores) }

  private var classTable: Table { scoreTable("class", classScores) }

  private func scoreTable(_ name: String, _ scores: [(String, Reliability)]) -> Table {
    Table(
      header: [name, "samples", "accuracy", "confidence", "ece", "signed_gap"],
      rows: scores.map { name, score in
        [
          .text(name), .count(score.samples), .number(score.accuracy), .number(score.confidence),
          .number(score.expectedError), .number(score.signedGap),
        ]
      })
  }

  private func shown(_ value: Double) -> String { String(format: "%.4f", value) }
}
