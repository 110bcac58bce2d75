import ArrayFiles
import Calibration
import Foundation
public import LongTail

/// Keeps what the finished runs of a published table say in a folder of small files that is committed: a row for each
/// figure and seed, the epochs of each run, and one page of all runs.
///
/// What stands there from earlier sittings stays, unless a run has more epochs or was made by the same settings.
public struct ResultExport {
  private let plan: TablePlan
  private let runner: ComparisonRunner
  private let folder: String
  private let commit: String

  /// - Parameters:
  ///   - plan: the published table, and which of it is run.
  ///   - runner: knows where the runs lie.
  ///   - folder: where results are kept.
  ///   - commit: what the program was built from; empty where nobody says it.
  public init(plan: TablePlan, runner: ComparisonRunner, folder: String, commit: String = "") {
    self.plan = plan
    self.runner = runner
    self.folder = folder
    self.commit = commit
  }

  /// Finds out before anything is trained whether results can be kept in the folder.
  /// - Throws: `FileProblem` for results that do not read, and where another page stands in the place of theirs;
  ///   `UnknownName` for a table that is not among `PublishedTables.all`.
  public func check() throws {
    _ = try ResultFile(
      folder: folder, table: PublishedTables.table(named: plan.table.name)
    ).read()
    try ResultPage(folder: folder).check()
  }

  /// Writes what the runs that have finished say.
  /// - Returns: a sentence for each run in whose place an earlier one was kept.
  /// - Throws: `FileProblem` for a damaged run, for results that do not read, and when a file cannot be written;
  ///   `UnknownName` for a table that is not among `PublishedTables.all`.
  @discardableResult
  public func write() throws -> [String] {
    // A plan has part of the table; the file has all of it.
    let table = try PublishedTables.table(named: plan.table.name)
    let file = ResultFile(folder: folder, table: table)
    let runs = try finishedRuns()
    let merge = ResultMerge(try file.read(), adding: runs.flatMap(\.results))
    guard !merge.taken.isEmpty else { return merge.kept }
    for run in runs where merge.taken.contains(run.name) {
      try AtomicFile.write(
        Data(EpochTable(log: run.log).text.utf8), to: file.logPath(run.name),
        creatingFolders: true)
    }
    try file.write(merge.results)
    try ResultPage(folder: folder).write()
    return merge.kept
  }

  /// A run that has finished, with its rows.
  private struct Finished {
    let name: String
    let log: [EpochRecord]
    let results: [CellResult]
  }

  private func finishedRuns() throws -> [Finished] {
    try plan.places.compactMap { place in
      let run = RunDirectory.at(runner.path(of: place))
      guard run.isFinished, let measured = try MeasuredRun(at: run.path) else { return nil }
      let log = try EpochRecord.readAll(run.logPath)
      let result = try RunResult(
        run, name: place.folder, log: log, scale: runner.scale ?? 1, commit: commit)
      return Finished(
        name: place.folder, log: log, results: rows(of: place, measured, result))
    }
  }

  /// The figures of the table that a run gives.
  private func rows(
    of place: ComparisonGrid.Place, _ measured: MeasuredRun, _ run: RunResult
  ) -> [CellResult] {
    zip(plan.table.rows, plan.cells).flatMap { row, cells in
      zip(plan.table.columns.indices, cells).compactMap { index, cell -> CellResult? in
        guard case .run(let own) = cell, own.place(seed: place.seed) == place,
          let published = row.figures[index],
          let scores = measured.scores(group: own.group, calibrator: own.calibrator)
        else { return nil }
        var groups: [ShotGroup: Double] = [:]
        for group in ShotGroup.allCases {
          groups[group] = measured.scores(group: group, calibrator: own.calibrator)?.accuracy
        }
        return CellResult(
          place: CellPlace(
            table: plan.table.name, row: row.label, column: plan.table.columns[index].label),
          published: published, accuracy: scores.accuracy,
          calibrationError: scores.calibrationError, groups: groups, run: run)
      }
    }
  }
}
