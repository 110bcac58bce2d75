import LongTail
import Reports
import TestSupport
import Testing

@testable import RunReports

struct FidelityCellTests {
  private static func cells(_ results: [CellResult]) throws -> [FidelityCell] {
    let folder = try TemporaryFolder()
    return try FidelityCell.cells(
      of: SmallTable.table, results, FidelityNotes(folder("notes.yaml")), folder: "results")
  }

  private static func cell(_ results: [CellResult]) throws -> FidelityCell {
    try #require(try cells(results).first)
  }

  @Test func `the difference is measured less published, in points and in deviations over seeds`()
    throws
  {
    let results = [(0, 0.36), (1, 0.38)].map { seed, accuracy in
      SmallTable.result(
        "CE", accuracy: accuracy, error: 0.15,
        SmallTable.run("ce-\(seed)", seed: seed, identity: "\(seed)"))
    }
    let cell = try Self.cell(results)
    // The mean is 37, the sample deviation √2.
    #expect(abs(try #require(cell.accuracyDifference) + 1.4) < 1e-9)
    #expect(abs(try #require(cell.errorDifference) - 2.5) < 1e-9)
    let deviations = FidelityCell.deviations(
      cell.accuracyDifference, of: cell.measured?.accuracy)
    #expect(abs(try #require(deviations) + 1.4 / 2.0.squareRoot()) < 1e-9)
    // Seeds that agree have no deviation to measure by.
    #expect(
      FidelityCell.deviations(cell.errorDifference, of: cell.measured?.calibrationError) == nil)
    #expect(!cell.isFar && cell.remark == "")
  }

  @Test(arguments: [
    (0.399, 0.125, false), (0.3991, 0.125, true), (0.369, 0.15, false), (0.3689, 0.15, true),
    (0.384, 0.1001, false), (0.384, 0.0999, true), (0.384, 0.1501, true),
  ])
  func `further than 1.5 points of accuracy or 2.5 of error is far`(
    _ accuracy: Double, _ error: Double, _ isFar: Bool
  ) throws {
    let cell = try Self.cell([
      SmallTable.result("CE", accuracy: accuracy, error: error, SmallTable.run("ce-0"))
    ])
    #expect(cell.isFar == isFar)
    #expect(cell.remark == (isFar ? "**far**; nothing found yet" : ""))
  }

  @Test func `a short run beside a long one says nothing of seeds, and shows when it stands alone`()
    throws
  {
    let short = SmallTable.result(
      "CE", accuracy: 0.2, SmallTable.run("ce-1", seed: 1, epochs: [20], scale: 0.1))
    let long = SmallTable.result("CE", SmallTable.run("ce-0"))
    let both = try Self.cell([short, long])
    #expect(both.measured?.accuracy.values == [0.384] && !both.isShortened)
    let alone = try Self.cell([short])
    #expect(alone.isShortened && alone.remark == "shortened: 20 of 200 epochs; **far**")
    let unsaid = SmallTable.result(
      "Other", SmallTable.run("other", epochs: [20], identity: "b", scale: 0.1))
    let other = try #require(try Self.cells([unsaid]).first { $0.place.row == "Other" })
    #expect(other.isShortened && other.remark.hasPrefix("shortened to 0.1 of its schedule"))
  }

  @Test func `what was not run has its command, or the reason why there is none`() throws {
    let cells = try Self.cells([])
    #expect(cells.map(\.place.row) == ["CE", "CE", "Softened, \"soft\"", "Other", "OLTR"])
    #expect(cells.allSatisfy { $0.measured == nil && $0.accuracyDifference == nil && !$0.isFar })
    #expect(
      cells[1].command
        == "longtail compare cross-entropy --table small/table --imbalance-factors 4 --data-for "
        + "cifar-10-lt=cifar10:DIR --validation-fraction 0 --output runs/tables --export results")
    #expect(cells[4].command == nil && cells[4].absence == "no OLTR here")
  }

  @Test func `calibrators are fitted on what is held out`() throws {
    let table = PublishedTable.knowledgeTransferTestTable
    let conditions = table.rows[0].conditions.merged(with: table.columns[0].conditions)
    #expect(
      CellCommand.text(of: table, conditions, results: "kept")
        == "longtail compare cross-entropy --table kt --imbalance-factors 10 --data-for "
        + "mnist-lt=mnist:DIR --selection last --output runs/tables-held-out --export kept")
    #expect(CellCommand.text(of: table, .absent("nobody knows"), results: "kept") == nil)
  }
}

extension PublishedTable {
  fileprivate static let knowledgeTransferTestTable = PublishedTable(
    name: "kt", summary: "calibrators", source: "Nobody",
    columns: [
      .init("Base", TableConditions()), .init("TS", TableConditions(calibrator: "temperature")),
    ],
    rows: [
      .init(
        "MNIST-LT 10",
        TableConditions(dataset: "MNIST-LT", imbalanceFactor: 10, method: "cross-entropy"),
        [.init(nil, 0.56), .init(nil, 0.23)])
    ])
}
