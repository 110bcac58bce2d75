import Calibration
import Foundation
import LongTail
import Reports

/// The report of a published table: what was measured here beside it, and how the two differ.
struct ReproducedTable {
  let plan: TablePlan
  let runner: ComparisonRunner

  private var table: PublishedTable { plan.table }

  func report() throws -> GridReport {
    var runs: [MeasuredRun] = []
    let rows = try zip(table.rows, plan.cells).map { row, cells in
      GridReport.Row(
        method: row.label,
        cells: try zip(cells, row.figures).map { cell, figure in
          try reported(cell, figure, of: row, adding: &runs)
        })
    }
    return GridReport(
      title: "\(table.name): \(table.summary)", columnKind: "", columns: table.columns.map(\.label),
      rows: rows, notes: TableNotes(plan: plan, scale: runner.scale, runs: runs).sentences,
      warning: runs.contains { $0.selection == .test }
        ? "The epoch was chosen on the test set: these figures are too good." : nil)
  }

  private func reported(
    _ cell: TablePlan.Cell, _ figure: PublishedFigure?, of row: PublishedTable.Row,
    adding finished: inout [MeasuredRun]
  ) throws -> GridReport.Cell {
    let published = figure.map {
      GridReport.Published(
        accuracy: $0.accuracy.map { $0 / 100 },
        calibrationError: $0.calibrationError.map { $0 / 100 }, epochs: row.epochs)
    }
    guard case .run(let run) = cell else {
      guard case .absent(let reason) = cell else {
        return GridReport.Cell(measured: nil, published: nil)
      }
      return GridReport.Cell(measured: nil, published: published, remark: "not run: \(reason)")
    }
    let places = plan.seeds.map { run.place(seed: $0) }
    let runs = try places.compactMap { try MeasuredRun(at: runner.path(of: $0)) }
    finished += runs
    let measured = MeasuredRun.together(
      runs.map { (run: $0, scores: $0.scores(group: run.group, calibrator: run.calibrator)) })
    return GridReport.Cell(
      measured: measured, published: published,
      remark: places.lazy.compactMap { runner.failures[$0] }.first
        ?? remark(of: run, finished: !runs.isEmpty))
  }

  /// Why a finished run has no such figure.
  private func remark(of run: TableRun, finished: Bool) -> String {
    guard finished else { return "" }
    if let calibrator = run.calibrator { return "not run: \(calibrator) was not fitted" }
    return run.group.map { "the data have no \($0.rawValue)-shot classes" } ?? ""
  }
}
