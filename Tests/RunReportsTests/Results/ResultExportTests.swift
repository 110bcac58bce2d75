import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing

@testable import RunReports

/// Results of real small runs that are kept in a folder.
struct ResultExportTests {
  private static func runner(_ folder: TemporaryFolder, _ name: String, scale: Double = 0.01)
    -> ComparisonRunner
  {
    ComparisonRunner(
      folder: folder(name), data: SmallGrid.data,
      request: MethodRequest(
        method: "", scale: scale, settings: ["model.backbone=two-layer", "batchSize=16"]),
      execution: Execution(),
      commandLine: ["longtail", "compare", "--table", "small/table", "--output", "/tmp/x/runs"])
  }

  private static func plan(seed: Int = 0, methods: [String] = ["cross-entropy"]) throws -> TablePlan
  {
    try TablePlan(
      SmallTable.table, data: TableData(SmallGrid.data.source), methods: methods, seeds: [seed])
  }

  private static func carryOut(
    _ plan: TablePlan, _ runner: ComparisonRunner, to folder: String, commit: String = "abc"
  ) throws -> [String] {
    let export = ResultExport(plan: plan, runner: runner, folder: folder, commit: commit)
    let table = GridTable(plan: plan, runner: runner, export: export)
    _ = try table.carryOut()
    return try table.keptResults()
  }

  private static func results(_ folder: String) throws -> [CellResult] {
    try ResultFile(folder: folder, table: SmallTable.table).read()
  }

  @Test func `figures, epochs, machine and command of finished runs are kept`() throws {
    try SmallTable.inUse {
      let folder = try TemporaryFolder()
      let kept = folder("results")
      let runner = Self.runner(folder, "runs")
      #expect(try Self.carryOut(Self.plan(), runner, to: kept) == [])
      let results = try Self.results(kept)
      #expect(results.map(\.place.row) == ["CE", "Softened, \"soft\""])
      let first = try #require(results.first)
      let evaluation = try RunDirectory.at(
        runner.path(of: try #require(Self.plan().places.first))
      ).evaluation()
      let scores = try #require(evaluation.results.first?.scores)
      #expect(first.accuracy == scores["accuracy"] && first.calibrationError == scores["ece"])
      #expect(first.published == PublishedFigure(38.4, 12.5))
      let run = first.run
      #expect(run.name == "cross-entropy-synthetic-if4-seed0" && run.epochs == [2])
      #expect(run.scale == 0.01 && run.commit == "abc" && run.network == "two-layer")
      #expect(run.seconds > 0 && (run.imagesPerSecond ?? 0) > 0 && run.processors >= 1)
      #expect(run.peakMemory == evaluation.peakMemory && (run.peakMemory ?? 0) > 1 << 20)
      #expect(run.version == Version.current && run.begun.hasSuffix("Z"))
      #expect(run.command == "longtail compare --table small/table --output DIR/runs")
      #expect(results[1].run.identity != run.identity)
      let log = try String(
        contentsOfFile: kept + "/small-table/\(run.name).csv", encoding: .utf8)
      let lines = log.split(separator: "\n").map { $0.components(separatedBy: ",") }
      #expect(lines.count == 3 && lines.allSatisfy { $0.count == 9 })
      #expect(lines[1].prefix(2) == ["1", "1"] && lines[2].prefix(2) == ["1", "2"])
      let loss = try #require(
        EpochRecord.readAll(runner.folder + "/runs/\(run.name)/log.jsonl").first)
      #expect(abs(try #require(Double(lines[1][3])) - loss.loss) < 1e-5 * loss.loss)
      let page = try String(contentsOfFile: kept + "/README.md", encoding: .utf8)
      #expect(page.contains("## small/table"))
      #expect(page.contains("[\(run.name)](small-table/\(run.name).csv)"))
      #expect(page.contains("    longtail compare --table small/table --output DIR/runs"))
      #expect(!page.contains(folder.path), "a page tells no folder of the machine")
    }
  }

  @Test func `told again nothing changes, and further seeds and rows add up`() throws {
    try SmallTable.inUse {
      let folder = try TemporaryFolder()
      let kept = folder("results")
      _ = try Self.carryOut(Self.plan(), Self.runner(folder, "runs"), to: kept)
      let before = try Data(contentsOf: URL(fileURLWithPath: kept + "/small-table.csv"))
      let page = try Data(contentsOf: URL(fileURLWithPath: kept + "/README.md"))
      _ = try Self.carryOut(Self.plan(), Self.runner(folder, "runs"), to: kept, commit: "later")
      #expect(try Data(contentsOf: URL(fileURLWithPath: kept + "/small-table.csv")) == before)
      #expect(try Data(contentsOf: URL(fileURLWithPath: kept + "/README.md")) == page)
      // Another machine has other runs alone.
      _ = try Self.carryOut(Self.plan(seed: 1), Self.runner(folder, "elsewhere"), to: kept)
      let rows = try Self.results(kept)
      #expect(rows.map(\.run.seed) == [0, 1, 0, 1])
      #expect(Set(rows.map(\.run.name)).count == 4)
    }
  }

  @Test func `a shorter run is named and left out, a longer one counts`() throws {
    try SmallTable.inUse {
      let folder = try TemporaryFolder()
      let kept = folder("results")
      _ = try Self.carryOut(Self.plan(), Self.runner(folder, "runs"), to: kept)
      let before = try Self.results(kept)
      let told = try Self.carryOut(
        Self.plan(), Self.runner(folder, "short", scale: 0.005), to: kept)
      #expect(told.count == 2 && told.allSatisfy { $0.contains("keep the run of 2 epochs") })
      #expect(try Self.results(kept) == before)
      #expect(
        try Self.carryOut(Self.plan(), Self.runner(folder, "long", scale: 0.015), to: kept) == [])
      #expect(try Self.results(kept).map(\.run.epochs) == [[3], [3]])
    }
  }

  @Test func `a row of calibrators is one run, which fits them all`() throws {
    let table = PublishedTable(
      name: "small/calibrators", summary: "calibrators", source: "Nobody",
      columns: [
        .init("Base", TableConditions()), .init("TS", TableConditions(calibrator: "temperature")),
        .init("IR", TableConditions(calibrator: "isotonic")),
      ],
      rows: [
        .init(
          "synthetic 4",
          TableConditions(dataset: "synthetic", imbalanceFactor: 4, method: "cross-entropy"),
          [.init(nil, 2.5), .init(nil, 1.25), .init(nil, 1.75)])
      ])
    try CatalogSet.builtIn.adding(table: table).inUse {
      let folder = try TemporaryFolder()
      let runner = Self.runner(folder, "runs")
      let plan = try TablePlan(table, data: TableData(SmallGrid.data.source))
      #expect(plan.places.count == 1)
      _ = try Self.carryOut(plan, runner, to: folder("results"))
      let results = try ResultFile(folder: folder("results"), table: table).read()
      #expect(results.map(\.place.column) == ["Base", "TS", "IR"])
      let evaluation = try RunDirectory.at(
        runner.path(of: try #require(plan.places.first))
      ).evaluation()
      for (result, calibrator) in zip(results, [nil, "temperature", "isotonic"]) {
        let scores = evaluation.results.first { $0.calibrator == calibrator }?.scores
        #expect(try result.calibrationError == #require(scores)["ece"])
      }
      #expect(Set(results.compactMap(\.calibrationError)).count > 1)
    }
  }

  @Test func `what is no folder of results is told before anything is trained, and left as it is`()
    throws
  {
    try SmallTable.inUse {
      for (name, text) in [("README.md", "# My project\n"), ("small-table.csv", "a,b\n1,2\n")] {
        let folder = try TemporaryFolder()
        let path = try folder.file(name, Data(text.utf8))
        let plan = try Self.plan()
        let runner = Self.runner(folder, "runs")
        let export = ResultExport(plan: plan, runner: runner, folder: folder.path)
        #expect {
          try GridTable(plan: plan, runner: runner, export: export).checkResults()
        } throws: { error in
          error is FileProblem && "\(error)".contains(name)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        #expect(try folder.names() == [name])
      }
      let folder = try TemporaryFolder()
      let export = ResultExport(
        plan: try Self.plan(), runner: Self.runner(folder, "runs"), folder: folder("results"))
      #expect(throws: Never.self) { try export.check() }
    }
  }

  @Test func `without a finished run nothing is written`() throws {
    try SmallTable.inUse {
      let folder = try TemporaryFolder()
      let plan = try Self.plan()
      let export = ResultExport(
        plan: plan, runner: Self.runner(folder, "runs"), folder: folder("results"))
      #expect(try export.write() == [])
      #expect(try folder.names() == [])
    }
  }
}
