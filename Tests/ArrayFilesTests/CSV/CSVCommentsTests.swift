import ArrayFiles
import Foundation
import TestSupport
import Testing

struct `Lines of a table that begin with #` {
  private func table(_ text: String, _ header: CSVFile.Header = .automatic) throws -> CSVTable {
    try CSVTable(Data(text.utf8), path: "file", header: header)
  }

  @Test(arguments: [
    ("# cat,dog\n1,2\n", ["cat", "dog"], ""),
    ("# made today\n# cat,dog\n1,2\n", ["cat", "dog"], "line 1, which begins with #, is left out"),
    ("# a\n# b\n#\ncat,dog\n1,2\n", ["cat", "dog"], "3 lines that begin with # are left out"),
    (
      "# made, by hand\ncat,dog\n1,2\n", ["cat", "dog"], "line 1, which begins with #, is left out"
    ),
    ("#1,#2\n.5,.5\n", ["#1", "#2"], ""), ("# label\ncat\ndog\n", ["# label"], ""),
    ("# made today\nlabel\n1\n2\n", ["label"], "line 1, which begins with #, is left out"),
    ("# cat,dog\n", ["cat", "dog"], ""),
  ])
  func `name its columns or are left out`(text: String, names: [String], note: String) throws {
    let table = try table(text)
    #expect(table.names == names)
    #expect(table.notes == (note.isEmpty ? [] : [note]))
  }

  @Test func `are told with what they have, where they are no names`() throws {
    let plain = try table("# one, two, three\n.5,.25\n.75,1\n")
    #expect(plain.names == nil)
    #expect(
      plain.notes == [
        "line 1, which begins with #, is left out; it has 3 fields, the line below 2"
      ])
    #expect(try plain.numbers().doubles() == [0.5, 0.25, 0.75, 1])
    let said = try table("# cat,dog\n.5,.25\n", .absent)
    #expect(said.names == nil && said.notes.count == 1)
    expectProblem("line 3") { _ = try table("# a\n1,2\nx,4\n").numbers() }
  }

  @Test func `are refused where they are a row that somebody took out`() {
    expectProblem("'# 0.5' is not a number") { _ = try table("# 0.5,0.25\n.75,1\n") }
  }
}
