import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import RunReports

struct ResultFileTests {
  private static func file(_ folder: TemporaryFolder) -> ResultFile {
    ResultFile(folder: folder("results"), table: SmallTable.table)
  }

  @Test func `what is written reads as it was, in the order of the table`() throws {
    let folder = try TemporaryFolder()
    let file = Self.file(folder)
    #expect(try file.read() == [])
    let results = [
      SmallTable.result("CE", accuracy: 1.0 / 3, SmallTable.run("ce-0", epochs: [200, 10])),
      SmallTable.result("CE", error: nil, SmallTable.run("ce-1", seed: 1, commit: "abc, changed")),
      SmallTable.result("Softened, \"soft\"", SmallTable.run("soft-0", scale: 0.1)),
    ]
    try file.write(results.reversed())
    #expect(file.path.hasSuffix("/results/small-table.csv"))
    #expect(try file.read() == results)
    let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
    try file.write(results)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
  }

  @Test(arguments: [
    ("0.384", "much", "accuracy"), ("0.384", "nan", "accuracy"),
    (",200,", ",two hundred,", "epochs"),
    (",last,", ",lest,", "selection"), ("CE,4,0,", "CE,4,-1,", "seed"),
    ("small/table,", "other/table,", "table"), ("CE,4", "CI,4", "“CI”"), ("CE,4", "CE,5", "“5”"),
    ("table,row,", "table,rows,", "row"), (",cosine,", ",co,sine,", "fields"),
  ])
  func `what is wrong with a file is told with its line`(
    _ found: String, _ changed: String, _ word: String
  ) throws {
    let folder = try TemporaryFolder()
    let file = Self.file(folder)
    try file.write([SmallTable.result("CE", SmallTable.run("ce-0"))])
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    #expect(text.contains(found))
    try Data(text.replacing(found, with: changed, maxReplacements: 1).utf8)
      .write(to: URL(fileURLWithPath: file.path))
    #expect {
      try file.read()
    } throws: { error in
      let text = "\(error)"
      return error is FileProblem && text.contains("small-table.csv, line ") && text.contains(word)
    }
  }
}
