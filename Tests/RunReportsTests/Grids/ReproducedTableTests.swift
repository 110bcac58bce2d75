import Calibration
import Foundation
import LongTail
import RunReports
import TestSupport
import Testing

/// A small published table, of which two runs can be made.
struct ReproducedTableTests {
  private static let table = PublishedTable(
    name: "small/table", summary: "a small table", source: "Nobody 2020, table 1",
    columns: [
      .init("4", TableConditions(dataset: "synthetic", imbalanceFactor: 4)),
      .init("few", TableConditions(dataset: "synthetic", imbalanceFactor: 4, group: .few)),
      .init("elsewhere", TableConditions(dataset: "CIFAR-10-LT", imbalanceFactor: 4)),
    ],
    rows: [
      .init("CE", .method("cross-entropy"), epochs: [200], [.init(38.4, 12.5), 31.25, 70.4]),
      .init(
        "Softened", .method("cross-entropy", settings: ["stages.0.loss=balanced-softmax"]),
        remark: "the published one is softer", [40.0, nil, nil]),
      .init("OLTR", .absent("no OLTR here"), [43.4, nil, nil]),
    ],
    conditions: ["The epoch is the best on the test set."])

  private static func runner(
    in folder: TemporaryFolder, observer: (any TrainingObserver)? = nil
  ) -> ComparisonRunner {
    ComparisonRunner(
      folder: folder("table"), data: SmallGrid.data,
      request: MethodRequest(
        method: "", scale: 0.01, settings: ["model.backbone=two-layer", "batchSize=16"]),
      execution: Execution(), commandLine: ["test"], observer: observer)
  }

  private static func plan() throws -> TablePlan {
    try TablePlan(table, data: TableData(SmallGrid.data.source))
  }

  @Test func `measured figures stand beside published ones, and what was not run beside why`()
    throws
  {
    let folder = try TemporaryFolder()
    let table = GridTable(plan: try Self.plan(), runner: Self.runner(in: folder))
    #expect(
      table.places.map(\.folder) == [
        "cross-entropy-synthetic-if4-seed0",
        "cross-entropy-synthetic-stages-0-loss-balanced-softmax-if4-seed0",
      ])
    let text = try table.carryOut()
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines[0]
        == "| method | 4 | published | few | published | elsewhere | published | epochs | published | seeds "
        + "| M parameters | M multiply-adds | epoch chosen | augmentation | schedule |"
    )
    #expect(lines[2].hasPrefix("| CE | ") && lines[2].contains(" | 38.4 / 12.50 | "))
    #expect(
      lines[2].contains(
        " | 31.25 | not run: no data (--data-for cifar-10-lt=…) | 70.4 | 2 | 200 | 1 | 0.0")
    )
    #expect(
      lines[3].hasPrefix("| Softened | ")
        && lines[3].contains(" | 40.0 | – | – | – | – | 2 | – | 1 | "))
    #expect(lines[4].hasPrefix("| OLTR | not run: no OLTR here | 43.4 | – | – | – | – | – | – |"))
    for part in [
      "Schedules are shortened: every stage has 0.01 of its published epochs", "Nobody 2020",
      "Published: The epoch is the best on the test set.", "Measured: network two-layer",
      "0.2 of the training samples", "Softened: the published one is softer.",
      "Figures that can be run here: 3 of 5.",
    ] {
      #expect(text.contains(part), "\(part) is missing in \(text)")
    }
    let csv = try String(contentsOfFile: folder("table/compare.csv"), encoding: .utf8)
    let fields = csv.split(separator: "\n").map { $0.components(separatedBy: ",") }
    #expect(csv.hasPrefix("method,column,seeds,"))
    // The group has an accuracy, and no calibration error.
    #expect(
      fields[2][1] == "few" && fields[2][2] == "1" && !fields[2][3].isEmpty && fields[2][5].isEmpty)
    #expect(fields[2][8] == "0.3125" && fields[2][9].isEmpty)
  }

  private final class Notes: TrainingObserver {
    var texts: [String] = []
    func progressed(_ progress: TrainingProgress) {}
    func finished(_ record: EpochRecord) {}
    func noted(_ text: String) { texts.append(text) }
  }

  @Test func `asked again it finds its runs finished, and sets the same table`() throws {
    let folder = try TemporaryFolder()
    let first = try GridTable(plan: Self.plan(), runner: Self.runner(in: folder)).carryOut()
    let notes = Notes()
    let again = GridTable(
      plan: try Self.plan(), runner: Self.runner(in: folder, observer: notes))
    #expect(again.replacedPaths == [])
    #expect(try again.carryOut() == first)
    #expect(notes.texts == again.places.map { "\($0.folder): finished before" })
  }

  @Test func `a table of which nothing can be run is written with its published figures`() throws {
    let folder = try TemporaryFolder()
    let plan = try TablePlan(Self.table, data: TableData("mnist:DIR"))
    let table = GridTable(plan: plan, runner: Self.runner(in: folder))
    #expect(table.places.isEmpty)
    let text = try table.carryOut()
    #expect(text.contains("| OLTR | not run: no OLTR here | 43.4 |"))
    #expect(text.contains("Figures that can be run here: 0 of 5."))
    #expect(try String(contentsOfFile: folder("table/compare.md"), encoding: .utf8) == text)
  }
}
