import Foundation
import LongTail
import RunReports
import TestSupport
import Testing

/// A grid of runs, their pages and their table, made without the command line.
struct GridTableTests {
  private final class Notes: TrainingObserver {
    var texts: [String] = []
    func progressed(_ progress: TrainingProgress) {}
    func finished(_ record: EpochRecord) {}
    func noted(_ text: String) { texts.append(text) }
  }

  @Test func `runs are carried out once, with a page each and a table of all`() throws {
    let folder = try TemporaryFolder()
    let grid = try SmallGrid.grid()
    var pages: [String] = []
    let runner = SmallGrid.runner(in: folder) { run in
      try RunReportWriter.write(runs: [run.path], to: run.reportPath)
      pages.append(run.reportPath)
    }
    let table = GridTable(grid: grid, runner: runner)
    #expect(
      table.replacedPaths == ["md", "csv", "tex", "html"].map { folder("grid/compare.\($0)") })
    try runner.carryOut(grid.places[0])
    let half = try table.write()
    #expect(half.contains("cross-entropy"))
    #expect(table.replacedPaths == [])
    try runner.carryOut(grid.places[1])
    #expect(
      pages
        == ["cross-entropy", "balanced-softmax"].map {
          folder("grid/runs/\($0)-if4-seed0/report.html")
        })
    #expect(pages.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    #expect(runner.failures.isEmpty)
    // A finished run is found again, and nothing is trained.
    let notes = Notes()
    let again = SmallGrid.runner(in: folder, observer: notes) { pages.append($0.path) }
    for place in grid.places { try again.carryOut(place) }
    #expect(notes.texts == grid.places.map { "\($0.folder): finished before" })
    #expect(pages.count == 2)
    let whole = try GridTable(grid: grid, runner: again).write()
    #expect(whole.contains("balanced-softmax") && whole != half)
    #expect(try String(contentsOfFile: folder("grid/compare.md"), encoding: .utf8) == whole)
  }

  private struct Refusal: Error {}

  @Test func `a report asks before it writes, and writes all or nothing`() throws {
    let folder = try TemporaryFolder()
    let grid = try SmallGrid.grid()
    let runner = SmallGrid.runner(in: folder)
    try runner.carryOut(grid.places[0])
    let run = runner.path(of: grid.places[0])
    var asked: [String] = []
    #expect(throws: Refusal.self) {
      try RunReportWriter.write(runs: [run], to: folder("page.html")) { paths in
        asked += paths
        throw Refusal()
      }
    }
    #expect(asked == [folder("page.html"), folder("page-classes.csv")])
    #expect(try folder.names() == ["grid"])
    try RunReportWriter.write(runs: [run], to: folder("page.html"), title: "Mine & yours")
    let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
    #expect(page.contains("Mine &amp; yours"))
    #expect(!page.contains(folder.path), "a page tells no whole path")
  }
}
