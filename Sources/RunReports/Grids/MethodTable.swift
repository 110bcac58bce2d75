import Foundation
import LongTail
import Reports

/// The report of methods × imbalance factors × seeds.
struct MethodTable {
  let grid: ComparisonGrid
  let runner: ComparisonRunner

  func report() throws -> GridReport {
    var isChosenOnTest = false
    var datasets: Set<String> = []
    let rows = try grid.methods.map { method in
      GridReport.Row(
        method: method,
        cells: try grid.factors.map { factor in
          let cell = try cell(method: method, factor: factor)
          isChosenOnTest = isChosenOnTest || cell.runs.contains { $0.selection == .test }
          datasets.formUnion(cell.runs.map(\.dataset))
          return cell.cell
        })
    }
    return try GridReport(
      title: "Comparison of \(grid.methods.count) methods"
        + (datasets.isEmpty ? "" : " on \(datasets.sorted().joined(separator: ", "))"),
      columnKind: "imbalance factor",
      columns: grid.factors.map { $0.map { String(format: "%g", $0) } ?? "as it is" }, rows: rows,
      notes: [
        "Accuracy / ECE in percent on the test set, mean ± sample deviation over "
          + "\(grid.seeds.count == 1 ? "one seed" : "the seeds that have finished").",
        "Epochs are those of each stage; published figures have the budget beside them.",
      ] + unpublished(rows),
      warning: isChosenOnTest
        ? "The epoch was chosen on the test set: these figures are too good." : nil)
  }

  /// A sentence on the methods whose published figures are all for other data, where there are such methods.
  private func unpublished(_ rows: [GridReport.Row]) throws -> [String] {
    let methods = try rows.filter { row in
      row.cells.contains { $0.measured != nil } && row.cells.allSatisfy { $0.published == nil }
    }.map(\.method).filter { try !type(of: Methods.method(named: $0)).results.isEmpty }
    return methods.isEmpty
      ? []
      : [
        "Nothing is published for these classes and imbalance factors of \(methods.joined(separator: ", ")); "
          + "their published figures are for other data."
      ]
  }

  private func cell(
    method: String, factor: Double?
  ) throws -> (cell: GridReport.Cell, runs: [MeasuredRun]) {
    let places = grid.seeds.map {
      ComparisonGrid.Place(method: method, factor: factor, seed: $0)
    }
    let runs = try places.compactMap { try MeasuredRun(at: runner.path(of: $0)) }
    let remark = places.lazy.compactMap { runner.failures[$0] }.first ?? ""
    let measured = MeasuredRun.together(runs.map { (run: $0, scores: $0.scores()) })
    let published = try runs.first.flatMap { first in
      try type(of: Methods.method(named: method)).results.first {
        $0.dataset == first.dataset && $0.imbalanceFactor == factor
      }
    }.map {
      GridReport.Published(
        accuracy: $0.accuracy, calibrationError: $0.calibrationError, epochs: $0.epochs)
    }
    return (GridReport.Cell(measured: measured, published: published, remark: remark), runs)
  }
}
