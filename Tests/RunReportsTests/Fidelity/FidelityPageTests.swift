import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing

@testable import RunReports

struct FidelityPageTests {
  /// Two measured methods, one far and one near, and a note.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try ResultFile(folder: folder("results"), table: SmallTable.table).write([
      SmallTable.result("CE", accuracy: 0.36, error: 0.12, SmallTable.run("ce-0")),
      SmallTable.result(
        "CE", accuracy: 0.37, error: 0.14, SmallTable.run("ce-1", seed: 1, identity: "b")),
      SmallTable.result(
        "Other", accuracy: 0.405, SmallTable.run("other-0", identity: "c")),
    ])
    let notes = """
      official:
        - {table: small/table, row: CE, column: 4, accuracy: 37.5, ece: 13.0, source: their log}
      found:
        - {table: small/table, row: CE, column: 4, text: the augmentation}
      """
    _ = try folder.file("results/notes.yaml", Data(notes.utf8))
    return folder
  }

  @Test func `figures stand beside the published and the official ones, cell by cell`() throws {
    let folder = try Self.folder()
    let text = try SmallTable.inUse {
      try FidelityPage(results: folder("results"), table: "small/table").text(.markdown)
    }
    // (36.5 − 38.4) and (13 − 12.5), over deviations of 0.707 and 1.414.
    #expect(
      text.contains(
        "| CE | 4 | 38.4 / 12.5 | 37.5 / 13.0 (their log) | 36.50 ± 0.71 / 13.00 ± 1.41, 2 seeds [1] | "
          + "−1.90 (−2.7 s) / +0.50 (0.4 s) | **far**; the augmentation |"), "\(text)")
    #expect(text.contains("| Other | 4 | 41.0 | – | 40.50 / 12.50 [3] | −0.50 | – |"), "\(text)")
    #expect(text.contains("| CE | elsewhere | 70.4 | – | not run [2] | – | – |"), "\(text)")
    #expect(text.contains("| Softened, \"soft\" | 4 | 40.0 | – | not run [1] | – | – |"), "\(text)")
    #expect(text.contains("| OLTR | 4 | 43.4 | – | not run: no OLTR here | – | – |"), "\(text)")
    #expect(text.contains("    [2] longtail compare cross-entropy --table small/table"))
    #expect(text.contains("\n\nThe epoch is the best on the test set.\n\n"))
    for line in [
      "| published | 5 |", "| measured at their whole length | 2 |",
      "| of these near the published ones | 1 |", "| of these far, with something found | 1 |",
      "| of these far, nothing found yet | 0 |", "| not run, with a command that runs them | 2 |",
      "| cannot be run by one command, with the reason | 1 |",
      "1 of 1 pairs stand in the published order.", "| small/table | 4 | 1 | 1 | – |",
    ] {
      #expect(text.contains(line), "\(line) is missing in \(text)")
    }
  }

  @Test func `programs get a row for each figure, in percent`() throws {
    let folder = try Self.folder()
    let text = try SmallTable.inUse {
      try FidelityPage(results: folder("results"), table: "small/table").text(.json)
    }
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(
      rows.map { $0["state"] as? String } == [
        "far", "not run", "not run", "near", "not run: no OLTR here",
      ])
    #expect(rows[0]["seeds"] as? Int == 2 && rows[0]["found"] as? String == "the augmentation")
    #expect(abs(try #require(rows[0]["accuracy"] as? Double) - 36.5) < 1e-9)
    #expect(rows[1]["accuracy"] is NSNull && (rows[1]["command"] as? String)?.isEmpty == false)
  }

  @Test func `every published table has its page before anything is measured`() throws {
    let folder = try TemporaryFolder()
    let text = try FidelityPage(results: folder.path).text(.markdown)
    for table in PublishedTables.builtIn { #expect(text.contains("\n## \(table.name)\n")) }
    #expect(text.contains("There is no such pair yet."))
    #expect(text.contains("| measured at their whole length | 0 |"))
    let figures = PublishedTables.builtIn.flatMap(\.rows).flatMap(\.figures).count {
      $0?.isKnown == true
    }
    #expect(text.contains("| published | \(figures) |"))
    #expect(text.components(separatedBy: "| not run").count - 1 >= figures)
  }

  @Test func `the page of runs of this package is one that may be written anew`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Documentation/results").standardized.path
    #expect(throws: Never.self) { try ResultPage(folder: path).check() }
  }

  @Test func `the notes of this package name figures that there are`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Documentation/results/notes.yaml").standardized.path
    #expect(try !FidelityNotes(path).official.isEmpty)
  }

  @Test func `a folder or a table that is not there is refused`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileProblem.self) { try FidelityPage(results: folder("none")) }
    #expect(throws: FileProblem.self) {
      try FidelityPage(results: folder.file("file", Data()))
    }
    #expect(throws: UnknownName.self) {
      try FidelityPage(results: folder.path, table: "mislas/cifr")
    }
  }
}
