import ArrayFiles
import Foundation
import TestSupport
import Testing

struct CSVRowsTests {
  private func fields(_ text: String) throws -> [[String]] {
    try CSVFile.parseRows(Data(text.utf8), path: "file").map(\.fields)
  }

  @Test func `plain and quoted fields are read`() throws {
    #expect(try fields("a,b\r\nc,\n") == [["a", "b"], ["c", ""]])
    #expect(
      try fields("\"x, \"\"y\"\"\",\"two\nlines\"\n\"\"") == [["x, \"y\"", "two\nlines"], [""]])
    #expect(try fields("\u{feff}é,ü") == [["é", "ü"]])
    #expect(try fields("") == [])
    #expect(try fields(",") == [["", ""]])
  }

  @Test func `rows know their lines`() throws {
    let rows = try CSVFile.parseRows(Data("a\n\n\"b\nb\"\r\nc".utf8), path: "file")
    #expect(rows.map(\.line) == [1, 3, 5])
  }

  @Test func `other separators are taken`() throws {
    let rows = try CSVFile.parseRows(Data("a b\t1".utf8), path: "file", separator: "\t")
    #expect(rows.map(\.fields) == [["a b", "1"]])
  }

  @Test func `mistakes are named with their line`() {
    expectProblem("line 2: a quoted field does not end") { _ = try fields("a\n\"b\nc") }
    expectProblem("line 1: text follows a quoted field") { _ = try fields("\"a\"b,c") }
    expectProblem("line 2: the text is not UTF-8") {
      _ = try CSVFile.parseRows(Data([0x61, 0x0a, 0xff]), path: "file")
    }
  }

  @Test func `what is written is read`() throws {
    let folder = try TemporaryFolder()
    let rows = [
      ["plain", "with, comma"], ["\"quoted\"", "two\r\nlines"], [" space ", ""], [""], ["", "é"],
    ]
    try CSVFile.write(header: ["name", "value"], rows: rows, to: folder("a.csv"))
    let read = try CSVFile.readRows(folder("a.csv"))
    #expect(read.map(\.fields) == [["name", "value"]] + rows)
    let text = try String(contentsOfFile: folder("a.csv"), encoding: .utf8)
    #expect(
      text.hasPrefix("name,value\nplain,\"with, comma\"\n\"\"\"quoted\"\"\",\"two\r\nlines\"\n"))
  }

  @Test func `damaged files never crash`() throws {
    let bytes = Data("a,\"b \"\"c\"\r\n\"d\ne\",é\n".utf8)
    for inputs in [
      Array(HostileInput.truncations(of: bytes)),
      Array(HostileInput.damaged(bytes, copies: 5000, seed: 3)),
    ] {
      expectNoCrash(inputs) { _ = try CSVFile.parseRows($0, path: "file") }
    }
  }
}
