import ArrayFiles
import Foundation
import LongTail

/// The page of a folder of results: every run with its time, machine, program and command.
struct ResultPage {
  let folder: String

  private var path: String { folder + "/README.md" }

  /// - Throws: `FileProblem` where another page stands in its place.
  func check() throws {
    guard let found = FileManager.default.contents(atPath: path) else { return }
    guard found.starts(with: Data(Self.title.utf8)) else {
      throw FileProblem(
        path, "is no page of results, and would be replaced; choose another folder for --export")
    }
  }

  /// Writes README.md.
  /// - Throws: `FileProblem` for results that do not read, where another page stands in its place, and when it cannot be
  ///   written.
  func write() throws {
    try check()
    try AtomicFile.write(Data(text().utf8), to: path, creatingFolders: true)
  }

  /// - Throws: `FileProblem` for results that do not read.
  func text() throws -> String {
    let tables = try PublishedTables.all.compactMap { table -> String? in
      let file = ResultFile(folder: folder, table: table)
      let results = try file.read()
      return results.isEmpty ? nil : section(table, results)
    }
    return ([Self.introduction] + tables).joined(separator: "\n\n") + "\n"
  }

  private static let title = "# Runs of the published tables\n"

  private static let introduction = """
    \(title)
    `longtail compare --table NAME --export FOLDER` writes this page and the files beside it: a row for each figure and
    seed (`mislas-cifar.csv`; accuracies and errors are fractions in [0, 1], published figures percent), and the epochs of
    each run (`mislas-cifar/RUN.csv`). Weights are not kept. `longtail list tables --results FOLDER` sets the figures
    beside the published ones. Minutes are those of the steps of a run's own stages; a stage that another run carried out
    stands there. The machine is the one that began the run.
    """

  private func section(_ table: PublishedTable, _ results: [CellResult]) -> String {
    var runs: [RunResult] = []
    for result in results where !runs.contains(where: { $0.name == result.run.name }) {
      runs.append(result.run)
    }
    var commands: [String] = []
    for run in runs where !commands.contains(run.command) { commands.append(run.command) }
    let stem = ResultFile.stem(table.name)
    let rows = runs.map { run -> [Table.Cell] in
      [
        .text("[\(run.name)](\(stem)/\(run.name).csv)"), .count(run.seed),
        .text(run.epochs.map(String.init).joined(separator: " + ")),
        .text(run.startsFrom.isEmpty ? "–" : run.startsFrom), .text(run.selection.rawValue),
        .number(run.heldOut, digits: 2), .number(run.seconds / 60, digits: 1),
        .number(run.imagesPerSecond, digits: 0), .count(run.peakMemory.map { $0 / 1_000_000 }),
        .number(run.parameters.map { Double($0) / 1e6 }, digits: 2),
        .number(run.multiplyAdds.map { Double($0) / 1e6 }, digits: 1),
        .text(Self.machine(run)), .text(program(run)),
        .text(run.begun),
      ]
    }
    let page = Table(
      header: [
        "run", "seed", "epochs", "stage 1 of", "epoch chosen", "held out", "minutes", "images/s",
        "peak MB", "M parameters", "M multiply-adds",
        "machine", "program", "begun",
      ], rows: rows)
    return "## \(table.name)\n\n" + page.text(.markdown) + "\n\nMade by\n\n"
      + commands.map { "    \($0)" }.joined(separator: "\n")
  }

  private static func machine(_ run: RunResult) -> String {
    let kind = run.processor.isEmpty ? "processor not known" : run.processor
    return "\(run.device), \(kind), \(run.threads) of \(run.processors) processors"
  }

  private func program(_ run: RunResult) -> String {
    run.commit.isEmpty ? run.version : "\(run.version), \(run.commit)"
  }
}
