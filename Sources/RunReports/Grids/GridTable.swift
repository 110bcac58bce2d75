import ArrayFiles
import Foundation
public import LongTail
import Reports

/// The finished runs of a comparison as a table, in every form: accuracy / ECE, mean ± deviation over seeds.
public struct GridTable {
  /// Its runs, in the order in which they are carried out.
  public let places: [ComparisonGrid.Place]
  private let runner: ComparisonRunner
  private let report: () throws -> GridReport
  private let export: ResultExport?

  /// - Parameters:
  ///   - grid: which runs the table has.
  ///   - runner: carries them out, and knows where they lie.
  public init(grid: ComparisonGrid, runner: ComparisonRunner) {
    places = grid.places
    self.runner = runner
    report = { try MethodTable(grid: grid, runner: runner).report() }
    export = nil
  }

  /// The measured figures beside those of a published table.
  /// - Parameters:
  ///   - plan: the published table, and which of it is run.
  ///   - runner: carries the runs out, and knows where they lie.
  ///   - export: keeps what finished runs say in another folder as well, each time that the table is written.
  public init(plan: TablePlan, runner: ComparisonRunner, export: ResultExport? = nil) {
    places = plan.places
    self.runner = runner
    self.export = export
    report = { try ReproducedTable(plan: plan, runner: runner).report() }
  }

  private static let suffixes = ["md", "csv", "tex", "html"]

  /// The files that writing would put in the place of what is no table of such runs. One beside its runs is:
  /// the same comparison goes on with them, and sets it anew.
  public var replacedPaths: [String] {
    FileManager.default.fileExists(atPath: runner.folder + "/runs")
      ? [] : Self.suffixes.map { runner.folder + "/compare." + $0 }
  }

  /// Carries out the runs that no other process has, and writes the table after each.
  /// - Returns: the whole table in a format.
  /// - Throws: what the runs throw; `FileProblem` when a file cannot be written.
  public func carryOut(as format: OutputFormat = .markdown) throws -> String {
    try runner.carryOut(places) { _ = try write() }
    return try write(as: format)
  }

  /// Finds out before anything is trained whether results can be kept where they are to be.
  /// - Throws: as `ResultExport.check()`.
  public func checkResults() throws { try export?.check() }

  /// Why results of earlier sittings were kept in the place of runs of this table, a sentence each.
  /// - Throws: `FileProblem` for a damaged run or results, or when a file cannot be written.
  public func keptResults() throws -> [String] { try export?.write() ?? [] }

  /// Writes compare.md, .csv, .tex and .html, and what is exported.
  /// - Returns: the table in a format.
  /// - Throws: `FileProblem` for a damaged run, or when a file cannot be written.
  public func write(as format: OutputFormat = .markdown) throws -> String {
    let report = try report()
    let forms = [report.markdown(), report.csv(), report.latex(), report.html()]
    for (suffix, text) in zip(Self.suffixes, forms) {
      try AtomicFile.write(
        Data(text.utf8), to: runner.folder + "/compare." + suffix, creatingFolders: true)
    }
    try export?.write()
    return report.text(format)
  }
}
