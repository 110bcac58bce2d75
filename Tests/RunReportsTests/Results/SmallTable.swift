import Calibration
import LongTail
import TestSupport

@testable import RunReports

/// A small published table whose runs train in a moment, and rows of results of it.
enum SmallTable {
  static let table = PublishedTable(
    name: "small/table", summary: "a small table", source: "Nobody 2020, table 1",
    columns: [
      .init("4", TableConditions(dataset: "synthetic", imbalanceFactor: 4)),
      .init("elsewhere", TableConditions(dataset: "CIFAR-10-LT", imbalanceFactor: 4)),
    ],
    rows: [
      .init("CE", .method("cross-entropy"), epochs: [200], [.init(38.4, 12.5), 70.4]),
      .init(
        "Softened, \"soft\"",
        .method("cross-entropy", settings: ["stages.0.loss=balanced-softmax"]), [40.0, nil]),
      .init("Other", .method("mixup"), [41.0, nil]),
      .init("OLTR", .absent("no OLTR here"), [43.4, nil]),
    ],
    conditions: ["The epoch is the best on the test set."])

  /// Calls `body` where the table is known by its name.
  static func inUse<Result>(_ body: () throws -> Result) rethrows -> Result {
    try CatalogSet.builtIn.adding(table: table).inUse(body)
  }

  static func place(_ row: String, _ column: String = "4") -> CellPlace {
    CellPlace(table: table.name, row: row, column: column)
  }

  static func run(
    _ name: String, seed: Int = 0, epochs: [Int] = [200], identity: String = "a",
    begun: String = "2026-01-01T00:00:00Z", commit: String = "", scale: Double = 1
  ) -> RunResult {
    RunResult(
      name: name, seed: seed, epochs: epochs, scale: scale, schedule: "cosine",
      augmentation: "random-crop + horizontal-flip", selection: .last,
      heldOut: 0, network: "two-layer", parameters: seed == 0 ? 470_000 : nil,
      multiplyAdds: seed == 0 ? 69_500_000 : nil, startsFrom: "", identity: identity,
      imagesPerSecond: 512.5,
      seconds: 90, peakMemory: seed == 0 ? 724_000_000 : nil, processor: "Zen, \"4\"",
      processors: 2, threads: 1, device: "cpu",
      version: "0.1.0", commit: commit, begun: begun, command: "longtail compare")
  }

  static func result(
    _ row: String, accuracy: Double = 0.384, error: Double? = 0.125, _ run: RunResult
  ) -> CellResult {
    CellResult(
      place: place(row), published: table.figure(row: row, column: "4") ?? .init(nil),
      accuracy: accuracy, calibrationError: error, groups: [.many: 0.5, .few: 0.25], run: run)
  }
}
