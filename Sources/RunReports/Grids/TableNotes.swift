import Foundation
import LongTail

/// What stands below a reproduced table: where the runs' conditions differ from the published ones.
struct TableNotes {
  let plan: TablePlan
  /// Share of every stage's length; `nil` for whole ones.
  let scale: Double?
  /// Those that have finished.
  let runs: [MeasuredRun]

  /// One a line, without an empty one.
  var sentences: [String] {
    [
      "Published: \(plan.table.source).",
      "Accuracy / ECE in percent on the test set, mean ± sample deviation over "
        + "\(plan.seeds.count == 1 ? "one seed" : "the seeds that have finished"); published epochs only where the "
        + "table gives them.",
    ] + length + plan.table.conditions.map { "Published: \($0)" } + measured + rows + discrepancies
      + absences
  }

  private var length: [String] {
    guard let scale, scale != 1 else { return [] }
    return [
      "Schedules are shortened: every stage has \(String(format: "%g", scale)) of its published epochs, and "
        + "milestones, hooks and losses that count epochs move with it. The figures are no reproduction of the "
        + "published ones."
    ]
  }

  /// What the recipes of the finished runs say.
  private var measured: [String] {
    guard !runs.isEmpty else { return [] }
    let networks = Set(runs.map(\.backbone)).sorted().joined(separator: ", ")
    let held = Set(runs.map(\.validationFraction)).sorted()
      .map { $0 == 0 ? "nothing" : String(format: "%g of the training samples", $0) }
    let chosen = Set(runs.map(\.selection.rawValue)).sorted().joined(separator: ", ")
    return [
      "Measured: network \(networks); held out for validation: \(held.joined(separator: ", ")); epoch chosen: "
        + "\(chosen)."
    ]
  }

  /// What differs in single rows.
  private var rows: [String] {
    zip(plan.table.rows, plan.cells).flatMap { row, cells -> [String] in
      let runs = cells.compactMap { cell -> TableRun? in
        if case .run(let run) = cell { run } else { nil }
      }
      guard let run = runs.first else { return [] }
      return (([row.remark].compactMap { $0 }) + run.lacks.map { "not here: \($0)" })
        .map { "\(row.label): \($0)." }
    }
  }

  private var discrepancies: [String] {
    plan.table.discrepancies.compactMap { $0.text(in: plan.table) }.map {
      "Published figures disagree: \($0)."
    }
  }

  private var absences: [String] {
    let cells = plan.cells.flatMap { $0 }
    let planned = cells.count { if case .run = $0 { true } else { false } }
    let blank = cells.count { $0 == .blank }
    return ["Figures that can be run here: \(planned) of \(cells.count - blank)."]
  }
}
