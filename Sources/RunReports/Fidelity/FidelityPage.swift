import ArrayFiles
import Foundation
import LongTail

/// Published tables beside what was measured of them: how far each figure is from the published one, cell by cell, whether
/// methods stand in the published order, and what has not been run.
public struct FidelityPage {
  private let tables: [PublishedTable]
  private let cells: [FidelityCell]
  private let folder: String

  /// - Parameters:
  ///   - folder: where results are kept (``ResultExport``), with `notes.yaml` beside them.
  ///   - name: one of `PublishedTables.names`, to show it alone; `nil` for all.
  /// - Throws: `FileProblem` for results and notes that do not read, `UnknownName` that names the nearest table.
  public init(results folder: String, table name: String? = nil) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw FileProblem(
        folder, "there is no folder of results; longtail compare --table NAME --export makes one")
    }
    let tables = try name.map { [try PublishedTables.table(named: $0)] } ?? PublishedTables.all
    let notes = try FidelityNotes(folder + "/notes.yaml")
    self.folder = folder
    self.tables = tables
    cells = try tables.flatMap { table in
      try FidelityCell.cells(
        of: table, try ResultFile(folder: folder, table: table).read(), notes, folder: folder)
    }
  }

  /// A page in Markdown for people, a row for each figure for programs.
  /// - Returns: without a line end behind it.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .json, .csv: FidelityTable.figures(cells).text(format)
    case .table, .markdown: page
    }
  }

  private var page: String {
    ([introduction, count, FidelityTable.order(MethodOrder.found(in: cells))]
      + tables.map(section)).joined(separator: "\n\n")
  }

  private var introduction: String {
    """
    # Fidelity: published figures and ours

    Made by `longtail list tables --results \(folder) --format markdown` from [what was measured](\((folder as NSString).lastPathComponent)/README.md) and
    the notes in `notes.yaml` beside it; written anew, it keeps nothing that is written here. All figures are percent:
    accuracy, or accuracy / ECE; a column of ECE alone begins with a dash. Official: what the authors' own logs, code or
    README say. Differences are ours less the published figure, in points, and behind them in standard deviations over
    seeds where there are several. A figure further than \(limit(FidelityCell.accuracyLimit)) points of accuracy or \
    \(limit(FidelityCell.errorLimit)) of ECE from the published one is marked far, with what was found. `DIR` stands for
    where data lie.
    """
  }

  private var count: String {
    let measured = cells.filter { $0.measured != nil }
    let whole = measured.filter { !$0.isShortened }
    let far = whole.filter(\.isFar)
    let open = cells.filter { $0.measured == nil && $0.absence == nil }
    return """
      | figures | |
      |---|---:|
      | published | \(cells.count) |
      | measured at their whole length | \(whole.count) |
      | of these near the published ones | \(whole.count - far.count) |
      | of these far, with something found | \(far.count { $0.found != nil }) |
      | of these far, nothing found yet | \(far.count { $0.found == nil }) |
      | measured with a shortened schedule | \(measured.count - whole.count) |
      | not run, with a command that runs them | \(open.count) |
      | cannot be run by one command, with the reason | \(cells.count - measured.count - open.count) |
      """
  }

  private func limit(_ value: Double) -> String { String(format: "%g", value) }

  private func section(_ table: PublishedTable) -> String {
    FidelityTable.section(table, cells.filter { $0.place.table == table.name })
  }
}
