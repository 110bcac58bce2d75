import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Tables of one column that begin with a plain 0, which is a number or what pandas calls the column.
struct ColumnNameZeroTests {
  /// Three samples of three classes, all right with the labels 0, 1, 2, with and without names.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = "2.0,0.1,0.1\n0.1,2.0,0.1\n0.1,0.1,2.0\n"
    _ = try folder.file("plain.csv", Data(rows.utf8))
    _ = try folder.file("named.csv", Data(("cat,dog,owl\n" + rows).utf8))
    _ = try folder.file("y.csv", Data("0\n0\n1\n2\n".utf8))
    try NPYFile.write(
      NumericArray([2.0, 0.1, 0.1, 0.1, 2.0, 0.1, 0.1, 0.1, 2.0], shape: [3, 3]),
      to: folder("z.npy"))
    return folder
  }

  private func metrics(_ scores: String, _ more: String...) -> [String] {
    ["metrics", "--logits", scores, "--format", "json", "--labels"] + more
  }

  @Test(arguments: ["plain.csv", "named.csv", "z.npy"])
  func `with one label too many are refused with both readings`(scores: String) throws {
    let folder = try folder()
    try expectRefusal(
      metrics(scores, "y.csv"), code: 1,
      naming: [
        "y.csv: 4 lines for 3 samples: the first, 0, is a header, as pandas writes it, or there is one label "
          + "too many; say which: y.csv:0"
      ], in: folder)
    let named = try PrintedJSON.object(
      LongTailProcess.output(metrics(scores, "y.csv:0"), in: folder))
    #expect(named["accuracy"] as? Double == 1)
    try expectRefusal(
      metrics(scores, "y.csv:1"), code: 1, naming: ["4 labels for 3 samples"], in: folder)
  }

  @Test func `with one count or share too many are refused until somebody says which`() throws {
    let folder = try folder()
    _ = try folder.file("c.csv", Data("0\n5\n500\n50\n".utf8))
    for option in ["--class-counts", "--test-prior"] {
      try expectRefusal(
        metrics("named.csv", "y.csv:0", option, "c.csv"), code: 1,
        naming: ["for 3 classes: the first line, 0, is a header", "c.csv:0 takes it"],
        in: folder)
      _ = try LongTailProcess.output(
        metrics("named.csv", "y.csv:0", option, "c.csv:0"), in: folder)
    }
  }

  @Test func `numbers over counts that may be names are refused with what helps there`() throws {
    let folder = try folder()
    _ = try folder.file("c.csv", Data("0,1,2\n5,500,50\n".utf8))
    let said = try expectRefusal(
      metrics("named.csv", "y.csv:0", "--class-counts", "c.csv"), code: 1,
      naming: ["c.csv", "0,1,2 may be the names of the columns", "or the numbers as .npy"],
      in: folder)
    #expect(!said.contains("--header"), "\(said)")
  }
}
