import ArrayFiles
import Calibration
import Foundation
public import LongTail
import Reports

/// The finished runs of a comparison as a table, in every form: accuracy / ECE, mean ± deviation over seeds.
public struct GridTable {
  let grid: ComparisonGrid
  let runner: ComparisonRunner

  /// - Parameters:
  ///   - grid: which runs the table has.
  ///   - runner: carries them out, and knows where they lie.
  public init(grid: ComparisonGrid, runner: ComparisonRunner) {
    self.grid = grid
    self.runner = runner
  }

  private static let suffixes = ["md", "csv", "tex", "html"]

  /// The files that writing would put in the place of what is no table of such runs. One beside its runs is:
  /// the same comparison goes on with them, and sets it anew.
  public var replacedPaths: [String] {
    FileManager.default.fileExists(atPath: runner.folder + "/runs")
      ? [] : Self.suffixes.map { runner.folder + "/compare." + $0 }
  }

  /// Carries the runs out one after the other, and writes the table after each.
  /// - Returns: the whole table in a format.
  /// - Throws: what the runs throw; `FileProblem` when a file cannot be written.
  public func carryOut(as format: OutputFormat = .markdown) throws -> String {
    var text = ""
    for place in grid.places {
      try runner.carryOut(place)
      text = try write(as: format)
    }
    return text
  }

  /// Writes compare.md, .csv, .tex and .html.
  /// - Returns: the table in a format.
  /// - Throws: `FileProblem` for a damaged run, or when a file cannot be written.
  public func write(as format: OutputFormat = .markdown) throws -> String {
    let report = try report()
    let forms = [report.markdown(), report.csv(), report.latex(), report.html()]
    for (suffix, text) in zip(Self.suffixes, forms) {
      try AtomicFile.write(Data(text.utf8), to: runner.folder + "/compare." + suffix)
    }
    return report.text(format)
  }

  private func report() throws -> GridReport {
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

  private struct Run {
    let dataset: String
    let selection: CheckpointSelection
    let accuracy: Double
    let calibrationError: Double
    let epochs: [Int]
  }

  private func cell(
    method: String, factor: Double?
  ) throws -> (cell: GridReport.Cell, runs: [Run]) {
    let places = grid.seeds.map {
      ComparisonGrid.Place(method: method, factor: factor, seed: $0)
    }
    let runs = try places.compactMap { try run(at: runner.path(of: $0)) }
    let remark = places.lazy.compactMap { runner.failures[$0] }.first ?? ""
    let measured = runs.first.map { first in
      GridReport.Measured(
        accuracy: .init(runs.map(\.accuracy)),
        calibrationError: .init(runs.map(\.calibrationError)), epochs: first.epochs)
    }
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

  private func run(at path: String) throws -> Run? {
    let run = RunDirectory.at(path)
    guard run.isFinished else { return nil }
    let evaluation = try run.evaluation()
    let recipe = try RecipeFile.read(run.recipePath)
    guard let scores = evaluation.results.first?.scores, let accuracy = scores["accuracy"],
      let error = scores["ece"]
    else { return nil }
    return Run(
      dataset: recipe.data.sourceName, selection: evaluation.selection,
      accuracy: accuracy, calibrationError: error, epochs: recipe.stages.map(\.epochs))
  }
}
